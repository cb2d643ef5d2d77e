#pragma once

#include <array>
#include <compare>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "confiture/model/attributes.hpp"
#include "confiture/model/json.hpp"

namespace confiture::model {

// What an object is called: its kind, as pg_identify_object() names kinds, and its name, schema-qualified and quoted as the server quotes names:
// `public.t`, `public.t.a`, `public.f(integer)`, `a_check on public.t`, `for public.t.a`.
struct Address {
    std::string kind;
    std::string identity;

    auto operator<=>(const Address &) const = default;
};

// `kind:identity`, as the facts of a snapshot write it, and back.
std::string to_text(const Address &address);
Address address_of(std::string_view text);

// Whether it is nothing but who may do what.
bool is_privileges(const Address &address);

// One object of a schema. Only what is set stands in its attributes; every name in them is quoted already.
struct Object {
    Attributes attributes{};

    bool operator==(const Object &) const = default;

    bool has(std::string_view name) const { return attributes.contains(name); }

    // Empty where it is not set.
    const std::string &text(std::string_view name) const;
    const std::vector<std::string> &list(std::string_view name) const;

    // A list that has so many items or more; throws invalid_snapshot for one that has fewer.
    const std::vector<std::string> &list(std::string_view name, std::size_t count) const;
};

// Why one object needs another, as pg_depend says it: `n`ormal, `a`uto, `i`nternal, `P`/`S` of partitions; or `o`wn: a part of it.
struct Dependency {
    char type = 'n';
    Address on;

    auto operator<=>(const Dependency &) const = default;
};

// A database's schema as a value: its objects, which object needs which, and what else the server answered when it was read.
struct Schema {
    std::map<Address, Object> objects;
    std::map<Address, std::vector<Dependency>> depends;
    std::map<std::string, std::string> facts;

    const Object *find(const Address &address) const;

    // An object that others of the schema speak of; throws invalid_snapshot where it is not there.
    const Object &at(const Address &address) const;
};

// Of the form of snapshots. Another number is another form.
inline constexpr int format = 1;

// The snapshot: {"schema": {kind: {identity: {attribute: value}}}, "facts": {...}}, in one order whatever the history.
std::string to_json(const Schema &schema);

// Throws invalid_snapshot for what is no snapshot, is of another format, or is cut.
Schema schema_of(Json snapshot);

// The attributes of an object but for its place among the columns.
std::string to_json(const Object &object);

// Whether they are alike, but for that.
bool are_same(const Object &left, const Object &right);

// A SHA-256 of the objects of a schema but for the order of columns, which follows them as they come and go.
class Fingerprint {
public:
    void add(const Address &address, const Object &object);
    void remove(const Address &address, const Object &object);

    // In lower-case hex.
    std::string text() const;

private:
    // Of each object, by its first byte, in order and one behind the other; and one of all that share it.
    std::array<std::string, 256> digests_;
    mutable std::array<std::string, 256> sums_;
};

std::string fingerprint_of(const Schema &schema);

} // namespace confiture::model
