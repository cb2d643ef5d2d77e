#include "confiture/pg/bulk.hpp"

#include "pg/guard.h"
#include "pg/own_scope.h"

extern "C" {
#include "access/table.h"
#include "catalog/namespace.h"
#include "commands/copy.h"
#include "commands/copyfrom_internal.h"
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
    const std::vector<std::string_view> *fields;
    std::size_t next;          // the field whose length, or bytes, come next
    bool length_given;
    std::string_view piece;    // what is left of them
    std::size_t row_size;      // the mean, in bytes
    char numbers[32];
};

// The callback has no pointer of its own. Nothing nests here: the triggers of our tables copy nothing.
constinit Copy *running = nullptr;

// Signature, no flags, no further header.
constexpr std::string_view header("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", 19);

// Numbers have their highest byte first.
char *put_number(char *at, std::size_t number, int size) {
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) *at++ = static_cast<char>(number >> shift & 0xFF);
    return at;
}

// The header before the first row, the number of fields before each, the length of this field.
std::string_view numbers_before(Copy *copy) {
    char *end = copy->numbers;
    if (copy->next == 0) end = static_cast<char *>(std::memcpy(end, header.data(), header.size())) + header.size();
    if (copy->next % copy->columns->size() == 0) end = put_number(end, copy->columns->size(), 2);
    end = put_number(end, (*copy->fields)[copy->next].size(), 4);
    return {copy->numbers, static_cast<std::size_t>(end - copy->numbers)};
}

// Goes to the next piece; false behind the last one.
bool advance(Copy *copy) {
    if (copy->next == copy->fields->size()) return false;
    copy->piece = copy->length_given ? (*copy->fields)[copy->next++] : numbers_before(copy);
    copy->length_given = !copy->length_given;
    return true;
}

int give_data(void *buffer, int, int most) {
    std::size_t given = 0;
    while (given < static_cast<std::size_t>(most)) {
        const std::size_t count = std::min(running->piece.size(), most - given);
        std::memcpy(static_cast<char *>(buffer) + given, running->piece.data(), count);
        running->piece.remove_prefix(count);
        given += count;
        if (running->piece.empty() && !advance(running)) break;
    }
    return static_cast<int>(given);
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
    List *options = list_make1(makeDefElem(pstrdup("format"), reinterpret_cast<Node *>(makeString(pstrdup("binary"))), -1));
    CopyFromState from = BeginCopyFrom(state, relation, nullptr, nullptr, false, give_data, names_of(copy), options);
    // COPY writes what it has read after 64 kB of lines, of which the binary format has none, or after 1,000 rows, which would be too many:
    // making that many slots takes longer than writing the rows, and each may be large.
    from->line_buf.len = static_cast<int>(copy->row_size);
    CopyFrom(from);
    EndCopyFrom(from);
    free_parsestate(state);
    table_close(relation, NoLock);
    PopActiveSnapshot();
    CommandCounterIncrement();
    leave_own_scope(scope);
}

// Binary data is read in client_encoding, whatever COPY's own option says, and ours is in the server's. By its setting this would be a
// failure of another kind for want of memory; by itself it never fails, but no abort puts it back.
void read_texts_in(int *encoding) {
    const int before = pg_get_client_encoding();
    SetClientEncoding(*encoding);
    *encoding = before;
}

std::size_t mean_row(const std::vector<std::string_view> &fields, std::size_t columns) {
    std::size_t bytes = 0;
    for (const std::string_view field : fields) bytes += field.size();
    return bytes * columns / fields.size();
}

} // namespace

void copy_in(const std::string &table, const std::vector<std::string> &columns, const std::vector<std::string_view> &fields) {
    Copy copy{table.c_str(), &columns, &fields, 0, false, {}, mean_row(fields, columns.size()), {}};
    int encoding = GetDatabaseEncoding();
    guarded<int, read_texts_in>(encoding);
    try {
        guarded<Copy, run_copy>(copy);
    } catch (...) {
        guarded<int, read_texts_in>(encoding);
        throw;
    }
    guarded<int, read_texts_in>(encoding);
}

} // namespace confiture::pg
