#include "kind.hpp"

namespace confiture::diff {
namespace {

void enable(const Object *before, const Object &after, Pieces &pieces) {
    if (!after.has("enabled") && (before == nullptr || !before->has("enabled"))) return;
    if (before != nullptr && !differs(*before, after, "enabled")) return;
    pieces.push_back(clause(after.text("relation"), (after.has("enabled") ? after.text("enabled") : "ENABLE") + " TRIGGER " + after.text("name"), "ShareRowExclusiveLock"));
}

Pieces create(const Object &trigger, const Context &context) {
    Pieces pieces{statement(trigger.text("definition"), "ShareRowExclusiveLock")};
    if (!context.made_here) pieces[0].hazards = {"blocks_writes"};
    enable(nullptr, trigger, pieces);
    return pieces;
}

Pieces drop(const Object &trigger, const Context &) {
    return {statement("DROP TRIGGER " + trigger.text("name") + " ON " + trigger.text("relation"), "AccessExclusiveLock")};
}

bool is_for_rows(const Object &trigger) { return trigger.text("definition").find(" FOR EACH ROW ") != std::string::npos; }

// A constraint trigger can't be replaced, and one for rows by one for statements leaves those of partitions behind.
bool may_replace(const Object &before, const Object &after, const Context &context) {
    const Object *table = context.before.find({"table", before.text("relation")});
    const bool has_parts = table != nullptr && table->has("partition_key");
    return !before.has("constraint") && !after.has("constraint") && (!has_parts || is_for_rows(before) == is_for_rows(after));
}

bool alter(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    if (differs(before, after, "definition")) {
        if (!may_replace(before, after, context)) return false;
        std::string sql = after.text("definition");
        pieces.push_back(statement(sql.insert(sql.find(" TRIGGER "), " OR REPLACE"), "ShareRowExclusiveLock"));
        enable(nullptr, after, pieces); // one that is replaced is enabled
    } else {
        enable(&before, after, pieces);
    }
    return true;
}

std::string written_event(const Object &trigger) {
    std::string sql = "CREATE EVENT TRIGGER " + trigger.text("name") + " ON " + trigger.text("event");
    std::string tags;
    for (const std::string &tag : trigger.list("tags")) tags += (tags.empty() ? "'" : ", '") + tag + "'";
    if (!tags.empty()) sql += " WHEN TAG IN (" + tags + ")";
    return sql + " EXECUTE FUNCTION " + trigger.text("function") + "()";
}

void enable_event(const Object *before, const Object &after, Pieces &pieces) {
    static const Object none;
    if (differs(before == nullptr ? none : *before, after, "enabled"))
        pieces.push_back(statement("ALTER EVENT TRIGGER " + after.text("name") + " " + (after.has("enabled") ? after.text("enabled") : "ENABLE")));
}

Pieces create_event(const Object &trigger, const Context &) {
    Pieces pieces{statement(written_event(trigger))};
    enable_event(nullptr, trigger, pieces);
    return pieces;
}

Pieces drop_event(const Object &trigger, const Context &) { return {statement("DROP EVENT TRIGGER " + trigger.text("name"))}; }

bool alter_event(const Object &before, const Object &after, const Context &, Pieces &pieces) {
    if (!same_but(before, after, {"enabled"})) return false;
    enable_event(&before, after, pieces);
    return true;
}

} // namespace

constinit const Kind trigger_kind{"trigger", "TRIGGER", nullptr, create, drop, alter};
constinit const Kind event_trigger_kind{"event trigger", "EVENT TRIGGER", nullptr, create_event, drop_event, alter_event};

} // namespace confiture::diff
