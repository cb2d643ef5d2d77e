#include "pg/canonical.h"

#include "confiture/pg/transaction.hpp"
#include "pg/guard.h"
#include "pg/own_scope.h"
#include "pg/run_state.h"

extern "C" {
#include "access/htup_details.h"
#include "catalog/pg_class.h"
#include "catalog/pg_proc.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"
}

namespace confiture::pg {
namespace {

constexpr int rounds = 5;

// A part of the list of texts, and where its results live.
struct Batch {
    Settling *texts;
    std::size_t count;
    MemoryContext memory;
};

Oid owner_in(SysCacheIdentifier cache, Oid object, AttrNumber column) {
    HeapTuple tuple = SearchSysCache1(cache, ObjectIdGetDatum(object));
    if (!HeapTupleIsValid(tuple)) ereport(ERROR, (errcode(ERRCODE_UNDEFINED_OBJECT), errmsg("object %u was dropped meanwhile", object)));
    bool null;
    const Datum owner = SysCacheGetAttr(cache, tuple, column, &null);
    ReleaseSysCache(tuple);
    return DatumGetObjectId(owner);
}

Oid owner_of(const Settling *text) {
    if (OidIsValid(text->relation)) return owner_in(RELOID, text->relation, Anum_pg_class_relowner);
    if (text->kind == Deparsed::body || text->kind == Deparsed::arguments || text->kind == Deparsed::function) return owner_in(PROCOID, text->object, Anum_pg_proc_proowner);
    return owner_in(TYPEOID, text->object, Anum_pg_type_typowner);
}

const char *print_again(const Settling *text) {
    switch (text->kind) {
    case Deparsed::condition:
    case Deparsed::column_default:
    case Deparsed::type_default:
        return print_expression(text);
    case Deparsed::constraint:
    case Deparsed::index:
    case Deparsed::partition_key:
    case Deparsed::statistics:
    case Deparsed::trigger:
    case Deparsed::arguments:
    case Deparsed::function:
        return print_definition(text);
    case Deparsed::view:
    case Deparsed::rule:
        return print_query(text);
    case Deparsed::body:
        return print_body(text);
    }
    elog(ERROR, "unknown kind of text: %d", static_cast<int>(text->kind));
}

// Most texts need no second parse to tell that nothing changes any more. Of a default a look does not tell.
bool is_at_rest(Deparsed kind, const char *text) {
    return kind != Deparsed::column_default && kind != Deparsed::type_default && !may_unsettle(kind, text);
}

void settle_text(Settling *text) {
    Settling next = *text;
    for (int round = 0; round < rounds && text->result == nullptr; round++) {
        const char *printed = print_again(&next);
        if (std::strcmp(printed, next.text) == 0 || is_at_rest(text->kind, printed)) text->result = printed;
        next.text = printed;
    }
}

// Types' input functions run the checks of domains, that is, anybody's functions: as the owner of the text, not as who reads it.
void settle_batch(Batch *batch) {
    MemoryContext outer = CurrentMemoryContext;
    MemoryContext work = AllocSetContextCreate(batch->memory, "confiture canonical text", ALLOCSET_DEFAULT_SIZES);
    const OwnScope scope = enter_catalog_scope(true);
    run_state.reads_few = false; // a function may set what it likes, and call ours
    PushActiveSnapshot(GetTransactionSnapshot());
    for (std::size_t i = 0; i < batch->count; i++) {
        CHECK_FOR_INTERRUPTS();
        Settling *text = &batch->texts[i];
        SetUserIdAndSecContext(owner_of(text), scope.security_context | SECURITY_RESTRICTED_OPERATION);
        MemoryContextSwitchTo(work);
        settle_text(text);
        if (text->result != nullptr) text->result = MemoryContextStrdup(batch->memory, text->result);
        MemoryContextReset(work);
    }
    MemoryContextSwitchTo(outer);
    PopActiveSnapshot();
    leave_own_scope(scope);
}

void make_memory(Batch *batch) {
    batch->memory = AllocSetContextCreate(CurrentMemoryContext, "confiture canonical texts", ALLOCSET_DEFAULT_SIZES);
}

void free_memory(Batch *batch) { MemoryContextDelete(batch->memory); }

void forget_results(const Batch &batch) {
    for (std::size_t i = 0; i < batch.count; i++) batch.texts[i].result = nullptr;
}

// Rolled back, out of resources, a lock not had, an operator or the system in the way: another time the same text may well be taken.
bool says_nothing_of_texts(std::string_view sqlstate) {
    const std::string_view kind = sqlstate.substr(0, 2);
    return kind == "40" || kind == "53" || kind == "55" || kind == "57" || kind == "58";
}

// One subtransaction for all; where one of them fails, halves, so that only what fails stays as it was.
void settle_halving(Batch batch) {
    if (batch.count == 0) return;
    const std::optional<Error> error = attempt([&] { guarded<Batch, settle_batch>(batch); });
    if (!error) return;
    if (says_nothing_of_texts(error->fields().sqlstate)) throw *error;
    forget_results(batch);
    if (batch.count == 1) return;
    const std::size_t half = batch.count / 2;
    settle_halving({batch.texts, half, batch.memory});
    settle_halving({batch.texts + half, batch.count - half, batch.memory});
}

} // namespace

void settle(std::vector<Text> &texts) {
    std::vector<Settling> settling;
    settling.reserve(texts.size());
    for (const Text &text : texts) settling.push_back({text.kind, text.relation, text.object, text.text.c_str(), nullptr});
    Batch batch{settling.data(), settling.size(), nullptr};
    guarded<Batch, make_memory>(batch);
    settle_halving(batch);
    for (std::size_t i = 0; i < texts.size(); i++) {
        texts[i].settled = settling[i].result != nullptr;
        if (texts[i].settled) texts[i].text = settling[i].result;
    }
    guarded<Batch, free_memory>(batch);
}

} // namespace confiture::pg
