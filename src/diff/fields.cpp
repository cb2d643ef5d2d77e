#include "fields.hpp"

#include <algorithm>

#include "confiture/model/conditions.hpp"

namespace confiture::diff {
namespace {

using Fields = std::vector<std::string>;

Fields names_of(const Fields &fields) {
    Fields names;
    for (const std::string &field : fields) names.push_back(field_name(field));
    return names;
}

std::string type_of(const std::string &field) {
    const std::string rest = field.substr(std::min(field_name(field).size() + 1, field.size()));
    return rest.substr(0, rest.find(" COLLATE "));
}

class Converter {
public:
    Converter(const Schema &before, const Schema &after, const Changes &changes) : before_(before), after_(after), changes_(changes) {}

    // The value, which is of the old type of that name, as one of the new.
    std::string converted(const std::string &value, const std::string &type) const {
        if (!is_mixed_up(type)) return value + "::text::" + type;
        if (form_of(type) != "composite") throw_no_conversion(type);
        const Fields &old = before_.at({"type", type}).list("fields");
        Fields values;
        for (const std::string &field : after_.at({"type", type}).list("fields")) values.push_back(field_of(value, field, old));
        return "CASE WHEN " + value + " IS DISTINCT FROM NULL THEN ROW(" + join(values, ", ") + ")::" + type + " END";
    }

private:
    // Whether its text would be read into other fields, or into those of what it is made of.
    bool is_mixed_up(const std::string &type) const {
        if (type.ends_with("[]")) return is_mixed_up(type.substr(0, type.size() - 2));
        const Address address{"type", type};
        const Object *old = before_.find(address), *next = after_.find(address);
        if (old == nullptr || next == nullptr || old->text("form") != next->text("form")) return false;
        if (next->text("form") == "domain") return is_mixed_up(next->text("base"));
        if (next->text("form") == "range") return is_mixed_up(next->text("subtype"));
        if (next->text("form") != "composite" || !changes_.swapped.contains(address)) return false;
        const Fields &fields = next->list("fields");
        return names_of(old->list("fields")) != names_of(fields) ||
               std::any_of(fields.begin(), fields.end(), [&](const std::string &field) { return is_mixed_up(type_of(field)); });
    }

    std::string form_of(const std::string &type) const {
        const Object *object = after_.find({"type", type});
        return object == nullptr ? "" : object->text("form");
    }

    [[noreturn]] static void throw_no_conversion(const std::string &type) {
        throw Problem(condition::no_conversion, "values of type " + type + " can't be converted by a statement",
                      "The fields of a composite type in it have other names or another order, and only a function can take such values apart.",
                      "Change the type by a migration of your own, with a function that converts the values.");
    }

    std::string field_of(const std::string &value, const std::string &field, const Fields &old) const {
        const std::string name = field_name(field), type = type_of(field);
        const auto same = std::find_if(old.begin(), old.end(), [&](const std::string &other) { return field_name(other) == name; });
        if (same == old.end()) return "NULL::" + type;
        const std::string part = "(" + value + ")." + name;
        const bool stays = type_of(*same) == type && !type.ends_with("[]") && before_.find({"type", type}) == nullptr;
        return stays ? part : converted(part, type);
    }

    const Schema &before_;
    const Schema &after_;
    const Changes &changes_;
};

// The text of a row of a table, with nothing in the columns that are new by now.
std::string with_new_columns(const std::string &row, const Schema &before, const Schema &after, const Changes &changes, const std::string &table) {
    std::size_t fresh = 0, kept = 0;
    for (const auto &[address, fate] : changes.fates)
        if (changes.is_created(address) && is_table_column(address) && after.at(address).text("relation") == table) fresh++;
    for (const auto &[address, object] : before.objects)
        if (is_table_column(address) && object.text("relation") == table && !changes.is_dropped(address)) kept++;
    if (kept == 0 && fresh > 0) fresh--;
    return fresh == 0 ? row : "left(" + row + ", -1) || '" + std::string(fresh, ',') + ")'";
}

} // namespace

std::string field_name(const std::string &field) {
    if (field[0] != '"') return field.substr(0, field.find(' '));
    std::size_t end = 1;
    while (end + 1 < field.size() && (field[end] != '"' || field[end + 1] == '"')) end += field[end] == '"' ? 2 : 1;
    return field.substr(0, end + 1);
}

Piece conversion(const Schema &before, const Schema &after, const Changes &changes, const Object &column, bool is_parked) {
    const std::string &name = column.text("name"), &type = column.text("type");
    const std::string row = is_parked ? with_new_columns(name, before, after, changes, type) : name;
    const std::string value = row == name ? Converter(before, after, changes).converted(name, type) : "(" + row + ")::" + type;
    Piece piece = clause(column.text("relation"), "ALTER COLUMN " + name + " TYPE " + type + " USING " + value);
    piece.hazards = {"rewrites_table", "blocks_reads", "blocks_writes"};
    return piece;
}

} // namespace confiture::diff
