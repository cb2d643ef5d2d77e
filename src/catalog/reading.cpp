#include "reading.hpp"

#include <algorithm>

#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/text/quote.hpp"

namespace confiture::catalog {

CatalogName::CatalogName(const std::string &name) {
    static std::unordered_set<std::string> names;
    name_ = &*names.insert(name).first;
}

namespace {

using model::Address;
using model::Object;

// The items of an array of text, as the server prints it.
std::vector<std::string> items_of(const std::string &array) {
    std::vector<std::string> items;
    std::string item;
    bool quoted = false;
    for (std::size_t i = 1; i < array.size(); i++) {
        const char c = array[i];
        if (c == '\\') item += array[++i];
        else if (c == '"') quoted = !quoted;
        else if (!quoted && (c == ',' || c == '}')) {
            if (array.size() > 2) items.push_back(std::move(item));
            item.clear();
        } else item += c;
    }
    return items;
}

// An array of aclitems, their roles quoted as all names are: of `joe=r*w/owner` the server quotes neither key words nor upper case.
std::vector<std::string> grants_of(const std::string &array) {
    std::vector<std::string> items = items_of(array);
    for (std::string &item : items) {
        std::size_t equals = 0;
        for (bool quoted = false; equals < item.size() && (quoted || item[equals] != '='); equals++)
            if (item[equals] == '"') quoted = !quoted;
        const std::size_t slash = item.find('/', equals);
        if (slash == std::string::npos) continue;
        const std::string grantee = text::unquoted(item.substr(0, equals)), grantor = text::unquoted(item.substr(slash + 1));
        item = (grantee.empty() ? "" : pg::quoted_name(grantee)) + item.substr(equals, slash + 1 - equals) + pg::quoted_name(grantor);
    }
    return items;
}

// What belongs to an object whatever its kind is.
struct Place {
    Key key;
    std::string kind;
    std::string identity;
    std::vector<std::string> privileges;
    std::vector<std::string> default_privileges;
    std::int64_t relation = 0;
    std::int64_t type = 0;
    std::int64_t extension = 0;
    std::int64_t number = 0;
    std::string base;
};

void put(Object &object, Place &place, const std::string &name, std::string &value, bool is_list) {
    const bool is_place = name[0] == '_' || name == "privileges" || name == "grants" || name == "initial_grants" || name == "sequence_privileges";
    if (!is_place) object.attributes[name] = is_list ? model::Attribute{{}, items_of(value), true} : model::Attribute{std::move(value), {}, false};
    else if (name == "_oid") place.key.oid = number(value);
    else if (name == "_subid") place.key.column = static_cast<int>(number(value));
    else if (name == "_kind") place.kind = std::move(value);
    else if (name == "_identity") place.identity = std::move(value);
    else if (name == "_relation") place.relation = number(value);
    else if (name == "_number") place.number = number(value);
    else if (name == "_base") place.base = std::move(value);
    else if (name == "_type") place.type = number(value);
    else if (name == "_extension") place.extension = number(value);
    else if (name == "_default") place.default_privileges = grants_of(value);
    else if (name == "privileges") place.privileges = grants_of(value);
    else object.attributes[name] = {{}, grants_of(value), true};
}

// Nobody has granted anything where they are the default ones; who may do nothing is told from who was never asked.
void put_privileges(Object &object, Place &place, bool granted) {
    if (!granted) return;
    std::sort(place.privileges.begin(), place.privileges.end());
    std::sort(place.default_privileges.begin(), place.default_privileges.end());
    if (place.privileges != place.default_privileges) object.attributes["privileges"] = {{}, std::move(place.privileges), true};
}

bool is_foreign(const Reading &reading, const Place &place) {
    static const CatalogName relations("pg_class"), types("pg_type");
    return reading.foreign.contains({place.key.catalog, place.key.oid, 0}) || reading.foreign.contains({relations, place.relation, 0}) ||
           reading.foreign.contains({types, place.type, 0});
}

// The OIDs by which the server finds what a text is about.
pg::Text text_of(pg::Deparsed kind, const Place &place, const std::string &text) {
    const bool own = kind == pg::Deparsed::view || kind == pg::Deparsed::partition_key;
    const std::int64_t object = kind == pg::Deparsed::column_default ? place.number : kind == pg::Deparsed::constraint ? place.type : place.key.oid;
    return {kind, static_cast<std::uint32_t>(own ? place.key.oid : place.relation), static_cast<std::uint32_t>(object), text};
}

void note_unsettled(Reading &reading, const Reader &reader, const Address &address, const Object &object, const Place &place) {
    for (const auto &[attribute, kind] : reader.printed) {
        if (attribute == nullptr || !object.has(attribute) || !pg::may_unsettle(kind, object.text(attribute), place.base)) continue;
        reading.unsettled.push_back({address, attribute});
        reading.texts.push_back(text_of(kind, place, object.text(attribute)));
    }
}

// To be called where the locks that this takes end soon.
void settle(Reading &reading) {
    if (!reading.texts.empty()) pg::settle(reading.texts);
    for (std::size_t i = 0; i < reading.texts.size(); i++)
        reading.schema.objects.at(reading.unsettled[i].address).attributes.at(reading.unsettled[i].attribute).text = std::move(reading.texts[i].text);
    reading.unsettled.clear();
    reading.texts.clear();
}

void add_to(Reading &reading, const Place &place, Object object) {
    if (const auto found = reading.addresses.find(place.key); found != reading.addresses.end())
        reading.schema.objects[found->second].attributes.merge(object.attributes);
}

Standing standing_of(const Place &place) {
    if (place.relation != 0) return {place.key, {"pg_class", place.relation, 0}};
    if (place.type != 0) return {place.key, {"pg_type", place.type, 0}};
    return {place.key, {place.key.catalog, place.key.oid, 0}};
}

void add(Reading &reading, const Reader &reader, const CatalogName &catalog, const pg::Table &table, pg::Row &row) {
    Object object;
    Place place;
    place.key.catalog = catalog;
    object.attributes.reserve(row.size() - static_cast<std::size_t>(std::count(row.begin(), row.end(), std::nullopt)));
    if (reader.kind != nullptr) place.kind = reader.kind;
    bool granted = false;
    for (std::size_t i = 0; i < row.size(); i++) {
        if (!row[i]) continue;
        granted = granted || table.names[i] == "privileges";
        put(object, place, table.names[i], *row[i], table.lists[i]);
    }
    if (is_foreign(reading, place)) return;
    if (place.identity.empty()) return add_to(reading, place, std::move(object));
    put_privileges(object, place, granted);
    if (const auto comment = reading.comments.find(place.key); comment != reading.comments.end()) object.attributes["comment"] = {comment->second, {}, false};
    if (const auto labels = reading.labels.find(place.key); labels != reading.labels.end()) object.attributes["labels"] = {{}, labels->second, true};
    if (const auto extensions = reading.companions.find(place.key); extensions != reading.companions.end())
        object.attributes["depends_on_extensions"] = {{}, extensions->second, true};
    Address address{place.kind, place.identity};
    if (reading.is_followed) {
        Standing standing = standing_of(place);
        standing.turn = reading.turn;
        reading.by_root[standing.root].push_back(address);
        reading.standing[address] = std::move(standing);
    }
    if (place.relation != 0 && !(place.relation == place.key.oid && place.key.column == 0)) reading.parts.emplace_back(address, Key{"pg_class", place.relation, 0});
    if (place.extension != 0) reading.parts.emplace_back(address, Key{"pg_extension", place.extension, 0});
    note_unsettled(reading, reader, address, object, place);
    reading.addresses.emplace(place.key, address);
    reading.schema.objects.emplace(std::move(address), std::move(object));
}

} // namespace

bool is_there(const Reading &reading, const Reader &reader) { return std::stoi(reading.schema.facts.at("server")) >= reader.from; }

void add_all(Reading &reading, const Reader &reader, pg::Table &table) {
    const CatalogName catalog(reader.catalog);
    for (pg::Row &row : table.rows) {
        pg::poll();
        add(reading, reader, catalog, table, row);
        if (reading.texts.size() < page_rows) continue;
        pg::roll_back([&] { settle(reading); });
    }
}

void settle_rest(Reading &reading) {
    if (!reading.texts.empty()) pg::roll_back([&] { settle(reading); });
}

const Address *resolve(const Reading &reading, Key key) {
    for (int hops = 0; hops < 8; hops++) {
        if (const auto found = reading.addresses.find(key); found != reading.addresses.end()) return &found->second;
        if (const auto alias = reading.aliases.find({key.catalog, key.oid, 0}); alias != reading.aliases.end()) key = alias->second;
        else if (key.column != 0) key.column = 0;
        else return nullptr;
    }
    return nullptr;
}

bool holds_data(const std::string &kind) {
    return kind == "table" || kind == "table column" || kind == "sequence" || kind == "materialized view" || kind == "type" || kind == "schema";
}

bool renames_labels(const Object &before, const Object &after) {
    const std::vector<std::string> &labels = after.list("labels_in_order");
    for (const std::string &label : before.list("labels_in_order"))
        if (std::find(labels.begin(), labels.end(), label) == labels.end()) return true;
    return false;
}

void add_depends(Reading &reading, const pg::Rows &rows) {
    std::vector<std::vector<model::Dependency> *> changed;
    const auto add = [&](const Address *from, char type, const Address *to) {
        if (from == nullptr || to == nullptr || *from == *to) return;
        // What depends on an extension goes with it, but for an index of a constraint, which has to go first.
        const char as = type != 'x' ? type : from->kind == "table constraint" ? 'n' : 'a';
        changed.push_back(&reading.schema.depends[*from]);
        changed.back()->push_back({as, *to});
    };
    for (const pg::Row &row : rows) {
        pg::poll();
        add(resolve(reading, key_in(reading.catalogs, row, 0)), (*row[6])[0], resolve(reading, key_in(reading.catalogs, row, 3)));
    }
    for (const auto &[address, key] : reading.parts) {
        pg::poll();
        add(&address, 'o', resolve(reading, key));
    }
    reading.parts.clear();
    std::sort(changed.begin(), changed.end());
    changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
    for (std::vector<model::Dependency> *dependencies : changed) {
        pg::poll();
        std::sort(dependencies->begin(), dependencies->end());
        dependencies->erase(std::unique(dependencies->begin(), dependencies->end()), dependencies->end());
    }
}

} // namespace confiture::catalog
