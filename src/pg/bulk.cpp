#include "confiture/pg/bulk.hpp"

#include "pg/guard.h"
#include "pg/own_scope.h"

extern "C" {
#include "access/table.h"
#include "catalog/namespace.h"
#include "commands/copy.h"
#include "mb/pg_wchar.h"
#include "nodes/makefuncs.h"
#include "parser/parse_node.h"
#include "parser/parse_relation.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
}

namespace confiture::pg {
namespace {

struct Copy {
    const char *table;
    const std::vector<std::string> *columns;
    const char *data;
    std::size_t left;
};

// The callback has no pointer of its own. Nothing nests here: the triggers of our tables copy nothing.
constinit Copy *running = nullptr;

int give_data(void *buffer, int, int most) {
    const std::size_t count = std::min(running->left, static_cast<std::size_t>(most));
    std::memcpy(buffer, running->data, count);
    running->data += count;
    running->left -= count;
    return static_cast<int>(count);
}

List *names_of(const Copy *copy) {
    List *names = NIL;
    for (const std::string &column : *copy->columns) names = lappend(names, makeString(pstrdup(column.c_str())));
    return names;
}

void run_copy(Copy *copy) {
    const OwnScope scope = enter_own_scope();
    running = copy;
    PushActiveSnapshot(GetTransactionSnapshot());
    ParseState *state = make_parsestate(nullptr);
    Relation relation = table_open(get_relname_relid(copy->table, own_schema()), RowExclusiveLock);
    addRangeTableEntryForRelation(state, relation, RowExclusiveLock, nullptr, false, false);
    Node *encoding = reinterpret_cast<Node *>(makeString(pstrdup(GetDatabaseEncodingName())));
    List *options = list_make1(makeDefElem(pstrdup("encoding"), encoding, -1));
    CopyFromState from = BeginCopyFrom(state, relation, nullptr, nullptr, false, give_data, names_of(copy), options);
    CopyFrom(from);
    EndCopyFrom(from);
    free_parsestate(state);
    table_close(relation, NoLock);
    PopActiveSnapshot();
    CommandCounterIncrement();
    leave_own_scope(scope);
}

constexpr char escape_of(char byte) {
    switch (byte) {
    case '\\': return '\\';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default: return '\0';
    }
}

} // namespace

void CopyRows::add(std::string_view value) {
    if (begun_) text_ += '\t';
    begun_ = true;
    std::size_t plain = 0;
    for (std::size_t at = 0; at < value.size(); at++) {
        const char escape = escape_of(value[at]);
        if (escape == '\0') continue;
        text_.append(value, plain, at - plain);
        text_ += '\\';
        text_ += escape;
        plain = at + 1;
    }
    text_.append(value, plain);
}

void CopyRows::end_row() {
    text_ += '\n';
    begun_ = false;
}

void copy_in(const std::string &table, const std::vector<std::string> &columns, const CopyRows &rows) {
    Copy copy{table.c_str(), &columns, rows.text().data(), rows.text().size()};
    guarded<Copy, run_copy>(copy);
}

} // namespace confiture::pg
