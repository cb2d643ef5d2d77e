#include "confiture/model/schema.hpp"

#include <algorithm>
#include <set>

#include "confiture/base/poll.hpp"
#include "confiture/model/conditions.hpp"
#include "confiture/text/checksum.hpp"
#include "confiture/text/quote.hpp"

namespace confiture::model {
namespace {

using text::append_json;

[[noreturn]] void refuse(const std::string &detail) {
    throw Problem(condition::invalid_snapshot, "this is no snapshot of confiture", detail, "SELECT confiture.snapshot()");
}

void write_list(std::string &json, const std::vector<std::string> &items) {
    json += '[';
    for (std::size_t i = 0; i < items.size(); i++) append_json(json += i == 0 ? "" : ",", items[i]);
    json += ']';
}

// Where a column stands among the others is told, and counts for nothing.
bool counts(const std::string &attribute) { return attribute != "position" && !attribute.ends_with("_as_set"); }

void write_object(std::string &json, const Object &object, bool whole) {
    json += '{';
    bool first = true;
    for (const auto &[name, value] : object.attributes) {
        if (!whole && !counts(name)) continue;
        append_json(json += first ? "" : ",", name);
        json += ':';
        if (value.is_list) write_list(json, value.items);
        else append_json(json, value.text);
        first = false;
    }
    json += '}';
}

std::string objects_json(const Schema &schema) {
    std::string json = "{";
    const std::string *kind = nullptr;
    for (const auto &[address, object] : schema.objects) {
        base::poll();
        if (kind == nullptr || *kind != address.kind) {
            append_json(json += kind == nullptr ? "" : "},", address.kind);
            json += ":{";
        } else {
            json += ',';
        }
        kind = &address.kind;
        append_json(json, address.identity);
        json += ':';
        write_object(json, object, true);
    }
    return json += kind == nullptr ? "}" : "}}";
}

std::string depends_json(const Schema &schema) {
    std::string json = "{";
    for (const auto &[address, dependencies] : schema.depends) {
        base::poll();
        append_json(json += json.size() == 1 ? "" : ",", to_text(address));
        json += ':';
        std::vector<std::string> items;
        items.reserve(dependencies.size());
        for (const Dependency &dependency : dependencies) items.push_back((std::string(1, dependency.type) += ' ') += to_text(dependency.on));
        write_list(json, items);
    }
    return json += '}';
}

std::vector<std::string> items_of(Json &list) {
    std::vector<std::string> items;
    items.reserve(list.items.size());
    for (Json &item : list.items) {
        if (item.kind != Json::Kind::text) refuse("A list holds what is no text.");
        items.push_back(std::move(item.text));
    }
    return items;
}

Object object_of(const std::string &identity, Json &json) {
    base::poll();
    if (json.kind != Json::Kind::object) refuse("\"" + identity + "\" is no object.");
    Object object;
    object.attributes.reserve(json.fields.size());
    for (auto &[name, value] : json.fields) {
        if (value.kind == Json::Kind::list) object.attributes[name] = {{}, items_of(value), true};
        else if (value.kind == Json::Kind::text) object.attributes[name] = {std::move(value.text), {}, false};
        else refuse("Attribute \"" + name + "\" of \"" + identity + "\" is neither text nor a list.");
    }
    return object;
}

Json &part(Json &whole, const char *name) {
    Json *part = whole.find(name);
    if (part == nullptr || part->kind != Json::Kind::object) refuse("It has no \"" + std::string(name) + "\".");
    return *part;
}

// A jsonb has the shortest names first; what comes in order is put at the end at once.
std::vector<std::pair<std::string, Json>> &in_order(Json &object) {
    std::sort(object.fields.begin(), object.fields.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    return object.fields;
}

void read_depends(Schema &schema, Json &depends) {
    for (auto &[key, list] : in_order(depends)) {
        base::poll();
        if (list.items.empty()) continue;
        std::vector<Dependency> &of = schema.depends.try_emplace(schema.depends.end(), address_of(key))->second;
        of.reserve(list.items.size());
        for (const std::string &item : items_of(list)) {
            if (item.size() < 3) refuse("A dependency of \"" + key + "\" is cut.");
            of.push_back({item[0], address_of(std::string_view(item).substr(2))});
        }
    }
}

void require_format(const Schema &schema) {
    const auto found = schema.facts.find("format");
    if (found != schema.facts.end() && found->second == std::to_string(format)) return;
    throw Problem(condition::invalid_snapshot, "this snapshot is of another format",
                  "Its format is " + (found == schema.facts.end() ? "not told" : found->second) + "; this version of confiture reads format " +
                      std::to_string(format) + ".", "Take it anew: SELECT confiture.snapshot()");
}

using Needs = std::map<std::string, std::vector<std::string>>;

// What the server never lets into itself is not followed into itself.
void refuse_circle(const Needs &needs, const std::string &name, std::set<std::string> &open, std::set<std::string> &done) {
    if (done.contains(name)) return;
    if (!open.insert(name).second || open.size() > 2000) refuse("\"" + name + "\" is a part of itself.");
    if (const auto found = needs.find(name); found != needs.end())
        for (const std::string &other : found->second) refuse_circle(needs, other, open, done);
    open.erase(name);
    done.insert(name);
}

void refuse_circles(const Schema &schema) {
    Needs parents, types;
    for (const auto &[address, object] : schema.objects) {
        if (address.kind == "type" && object.has("base")) types[address.identity].push_back(object.text("base"));
        if (object.has("partition_of")) parents[address.identity].push_back(object.text("partition_of"));
        for (const std::string &parent : object.list("inherits")) parents[address.identity].push_back(parent);
    }
    for (const auto &[address, dependencies] : schema.depends)
        for (const Dependency &dependency : dependencies)
            if (address.kind == "type" && dependency.on.kind == "type") types[address.identity].push_back(dependency.on.identity);
    for (const Needs *needs : {&parents, &types}) {
        std::set<std::string> open, done;
        for (const auto &[name, others] : *needs) refuse_circle(*needs, name, open, done);
    }
}

} // namespace

bool is_privileges(const Address &address) { return address.kind == "default acl" || address.kind == "initial privileges"; }

std::string to_text(const Address &address) { return address.kind + ":" + address.identity; }

Address address_of(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) refuse("\"" + std::string(text) + "\" is no address.");
    return {std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
}

const std::string &Object::text(std::string_view name) const {
    static const std::string none;
    const auto found = attributes.find(name);
    return found == attributes.end() ? none : found->second.text;
}

const std::vector<std::string> &Object::list(std::string_view name) const {
    static const std::vector<std::string> none;
    const auto found = attributes.find(name);
    return found == attributes.end() ? none : found->second.items;
}

const std::vector<std::string> &Object::list(std::string_view name, std::size_t count) const {
    const std::vector<std::string> &items = list(name);
    if (items.size() < count) refuse("Attribute \"" + std::string(name) + "\" of an object has " + std::to_string(items.size()) + " items, not " + std::to_string(count) + ".");
    return items;
}

const Object *Schema::find(const Address &address) const {
    const auto found = objects.find(address);
    return found == objects.end() ? nullptr : &found->second;
}

const Object &Schema::at(const Address &address) const {
    const Object *object = find(address);
    if (object == nullptr) refuse("It speaks of " + to_text(address) + ", which it does not hold.");
    return *object;
}

std::string to_json(const Schema &schema) {
    std::string json = "{\"schema\":" + objects_json(schema) + ",\"facts\":{\"depends\":" + depends_json(schema);
    for (const auto &[name, value] : schema.facts) {
        append_json(json += ',', name);
        append_json(json += ':', value);
    }
    return json += "}}";
}

Schema schema_of(Json snapshot) {
    Schema schema;
    Json &facts = part(snapshot, "facts");
    for (auto &[name, value] : facts.fields)
        if (value.kind == Json::Kind::text) schema.facts[name] = std::move(value.text);
    require_format(schema);
    for (auto &[kind, objects] : in_order(part(snapshot, "schema")))
        for (auto &[identity, json] : in_order(objects)) {
            Object object = object_of(identity, json);
            schema.objects.emplace_hint(schema.objects.end(), Address{kind, std::move(identity)}, std::move(object));
        }
    read_depends(schema, part(facts, "depends"));
    refuse_circles(schema);
    return schema;
}

std::string to_json(const Object &object) {
    std::string json;
    write_object(json, object, false);
    return json;
}

bool are_same(const Object &left, const Object &right) {
    auto a = left.attributes.begin();
    auto b = right.attributes.begin();
    for (;; ++a, ++b) {
        while (a != left.attributes.end() && !counts(a->first)) ++a;
        while (b != right.attributes.end() && !counts(b->first)) ++b;
        if (a == left.attributes.end() || b == right.attributes.end()) return a == left.attributes.end() && b == right.attributes.end();
        if (*a != *b) return false;
    }
}

namespace {

std::string digest_of(const Address &address, const Object &object) {
    std::string json = "[";
    append_json(json, address.kind);
    append_json(json += ',', address.identity);
    json += ',';
    write_object(json, object, false);
    return text::sha256(json + "]");
}

// Where it stands among those, or would.
std::size_t place_of(const std::string &digests, const std::string &digest) {
    std::size_t from = 0, to = digests.size() / digest.size();
    while (from < to) {
        const std::size_t middle = (from + to) / 2;
        if (digests.compare(middle * digest.size(), digest.size(), digest) < 0) from = middle + 1;
        else to = middle;
    }
    return from * digest.size();
}

} // namespace

void Fingerprint::add(const Address &address, const Object &object) {
    const std::string digest = digest_of(address, object);
    const auto part = static_cast<unsigned char>(digest[0]);
    const std::size_t at = place_of(digests_[part], digest);
    if (digests_[part].compare(at, digest.size(), digest) == 0) return;
    digests_[part].insert(at, digest);
    sums_[part].clear();
}

void Fingerprint::remove(const Address &address, const Object &object) {
    const std::string digest = digest_of(address, object);
    const auto part = static_cast<unsigned char>(digest[0]);
    const std::size_t at = place_of(digests_[part], digest);
    if (digests_[part].compare(at, digest.size(), digest) != 0) return;
    digests_[part].erase(at, digest.size());
    sums_[part].clear();
}

std::string Fingerprint::text() const {
    std::string whole;
    for (std::size_t part = 0; part < digests_.size(); part++) {
        if (sums_[part].empty()) sums_[part] = text::sha256(digests_[part]);
        whole += sums_[part];
    }
    return text::sha256_hex(whole);
}

std::string fingerprint_of(const Schema &schema) {
    Fingerprint fingerprint;
    for (const auto &[address, object] : schema.objects) {
        base::poll();
        fingerprint.add(address, object);
    }
    return fingerprint.text();
}

} // namespace confiture::model
