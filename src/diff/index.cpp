#include "links.hpp"
#include "parts.hpp"

#include <algorithm>
#include <set>

namespace confiture::diff {
namespace {

bool may_be_concurrent(const Object &index, const Context &context) {
    return context.online && !context.made_here && index.text("of") == "r";
}

// A foreign table has no index, so that one of its tree is valid only if the server makes it for all at once.
bool has_foreign_parts(const Schema &schema, const std::string &relation) {
    return std::any_of(schema.objects.begin(), schema.objects.end(), [&](const auto &entry) {
        if (entry.first.kind != "table" && entry.first.kind != "foreign table") return false;
        return entry.second.text("partition_of") == relation && (entry.first.kind == "foreign table" || has_foreign_parts(schema, entry.first.identity));
    });
}

// Those of the partitions are built by themselves, and then attached: of some that say the same the server would take any.
bool is_joined_later(const Object &index, const Context &context) {
    if (index.text("of") != "p" || index.has("invalid") || has_foreign_parts(context.after, index.text("relation"))) return false;
    return !context.made_here || is_mistakable(context.after, context.address);
}

Pieces create(const Object &index, const Context &context) {
    std::string sql = written_index(index);
    const bool concurrently = may_be_concurrent(index, context), joins = is_joined_later(index, context);
    if (concurrently) sql.insert(sql.find(" INDEX ") + 7, "CONCURRENTLY ");
    if (joins) sql.insert(sql.find(" INDEX ") + 7 + index.text("name").size() + 3, " ONLY");
    Piece piece = statement(sql, concurrently ? "ShareUpdateExclusiveLock" : "ShareLock");
    piece.transactional = !concurrently;
    if (!context.made_here && !joins) piece.hazards = concurrently ? std::vector<std::string>{"builds_index", "not_in_transaction"} : std::vector<std::string>{"builds_index", "blocks_writes"};
    Pieces pieces{piece};
    set_index_statistics(index, context.address.identity, pieces);
    return pieces;
}

Pieces drop(const Object &index, const Context &context) {
    const bool concurrently = may_be_concurrent(index, context);
    Piece piece = statement(std::string("DROP INDEX ") + (concurrently ? "CONCURRENTLY " : "") + context.address.identity,
                            concurrently ? "ShareUpdateExclusiveLock" : "AccessExclusiveLock");
    // The index of a partition's own constraint can be a part of it, or of a part of it.
    const auto is_key = [&](const auto &entry) { return whole_index_among(context.before, {context.address}, entry.first).has_value(); };
    if (index.text("of") == "p" && std::ranges::any_of(of_kind(context.before.depends, "table constraint"), is_key)) piece.text += " CASCADE";
    piece.transactional = !concurrently;
    if (concurrently) piece.hazards = {"not_in_transaction"};
    return {piece};
}

bool alter(const Object &before, const Object &after, const Context &context, Pieces &pieces) {
    if (!same_but(before, after, {"partition_of", "statistics", "tablespace", "options", "definition"})) return false;
    if (without_options(before) != without_options(after)) return false;
    if (goes_with_whole(before, after, context)) return false;
    const std::string head = "ALTER INDEX " + context.address.identity;
    Pieces options;
    alter_options(before.list("options"), after.list("options"),
                  [&](std::string text) { options.push_back(statement(head + " " + text, "ShareUpdateExclusiveLock")); });
    if (!options.empty() && before.text("of") == "p") return false; // which the server only takes when it makes one
    pieces.insert(pieces.end(), options.begin(), options.end());
    if (differs(before, after, "tablespace")) {
        pieces.push_back(statement(head + " SET TABLESPACE " + (after.has("tablespace") ? after.text("tablespace") : "pg_default"), "AccessExclusiveLock"));
        pieces.back().hazards = {"rewrites_table"};
    }
    if (!differs(before, after, "statistics")) return true;
    for (const std::string &entry : before.list("statistics"))
        pieces.push_back(statement(head + " ALTER COLUMN " + entry.substr(0, entry.find(' ')) + " SET STATISTICS -1", "ShareUpdateExclusiveLock"));
    set_index_statistics(after, context.address.identity, pieces);
    return true;
}

// What the server looks at.
std::string essence_of(const Object &index) {
    const std::string definition = without_options(index);
    if (index.has("type")) return "CREATE UNIQUE USING btree " + definition.substr(std::min(definition.find('('), definition.size()), definition.find(" DEFERRABLE") - definition.find('('));
    std::string essence = definition.substr(0, definition.find(" INDEX ")) + definition.substr(std::min(definition.find(" USING "), definition.size()));
    for (const char *word : {" DESC", " NULLS FIRST", " NULLS LAST"})
        for (std::size_t at; (at = essence.find(word)) != std::string::npos;) essence.erase(at, std::string_view(word).size());
    return essence;
}

} // namespace

bool goes_with_whole(const Object &before, const Object &after, const Context &context) {
    if (!(before.has("partition_of") && differs(before, after, "partition_of")) && !(before.has("index_of") && differs(before, after, "index_of"))) return false;
    const Object *old = context.before.find({"table", before.text("relation")}), *next = context.after.find({"table", after.text("relation")});
    return old != nullptr && next != nullptr && !differs(*old, *next, "partition_of") && !differs(*old, *next, "bound");
}

std::optional<Address> whole_index_of(const Schema &schema, const Address &part) {
    if (part.kind != "index" && part.kind != "table constraint") return std::nullopt;
    const auto needs = schema.depends.find(part);
    if (needs == schema.depends.end()) return std::nullopt;
    const auto whole = std::find_if(needs->second.begin(), needs->second.end(), [](const model::Dependency &need) { return need.type == 'P' && need.on.kind == "index"; });
    return whole == needs->second.end() ? std::nullopt : std::optional(whole->on);
}

bool is_mistakable(const Schema &schema, const Address &index) {
    std::set<std::string> partitions;
    std::set<std::pair<std::string, std::string>> seen;
    const auto begin = schema.objects.lower_bound({"index", ""}), end = schema.objects.lower_bound({"index ", ""});
    const auto keys = schema.objects.lower_bound({"table constraint", ""}), end_of_keys = schema.objects.lower_bound({"table constraint ", ""});
    for (auto at = begin; at != end; ++at)
        if (at->second.text("partition_of") == index.identity) partitions.insert(at->second.text("relation"));
    for (auto at = keys; at != end_of_keys; ++at)
        if (whole_of(schema, at->first) == index) partitions.insert(at->second.text("relation"));
    const bool is_of_key = index.kind == "table constraint"; // which takes those of keys only
    const auto is_second = [&](const auto &entry) {
        const std::string &relation = entry.second.text("relation"), &type = entry.second.text("type");
        const bool is_key = type == "u" || type == "p";
        return partitions.contains(relation) && (entry.first.kind == "index" || is_key) && !seen.emplace(relation, essence_of(entry.second)).second;
    };
    return (!is_of_key && std::any_of(begin, end, is_second)) || std::any_of(keys, end_of_keys, is_second);
}

// `CREATE INDEX x ON ONLY p`, as the server prints one of a partitioned table, would leave its partitions without, which is right for
// one that is not valid.
std::string written_index(const Object &index) {
    std::string definition = index.text("definition");
    const std::string only = " ON ONLY " + index.text("relation") + " ";
    if (const std::size_t at = definition.find(only); at != std::string::npos && !index.has("invalid")) definition.replace(at, only.size(), " ON " + index.text("relation") + " ");
    if (!index.has("tablespace")) return definition;
    const std::size_t where = definition.find(" WHERE ");
    return definition.insert(where == std::string::npos ? definition.size() : where, " TABLESPACE " + index.text("tablespace"));
}

void set_index_statistics(const Object &index, const std::string &identity, Pieces &pieces) {
    for (const std::string &entry : index.list("statistics")) {
        const std::size_t blank = entry.find(' ');
        pieces.push_back(statement("ALTER INDEX " + identity + " ALTER COLUMN " + entry.substr(0, blank) + " SET STATISTICS " + entry.substr(blank + 1),
                                   "ShareUpdateExclusiveLock"));
    }
}

std::string without_options(const Object &index) {
    std::string definition = index.text("definition");
    const std::size_t begin = definition.find(" WITH (");
    if (index.list("options").empty() || begin == std::string::npos) return definition;
    bool quoted = false;
    std::size_t end = begin;
    while (end < definition.size() && (quoted || definition[end] != ')'))
        if (definition[end++] == '\'') quoted = !quoted;
    return definition.erase(begin, end + 1 - begin);
}

constinit const Kind index_kind{"index", "INDEX", "relation", create, drop, alter};

} // namespace confiture::diff
