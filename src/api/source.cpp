#include "confiture/pg/function.hpp"
#include "confiture/pg/lock.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/source/environment.hpp"
#include "confiture/source/readers.hpp"
#include "confiture/source/store.hpp"

using namespace confiture;

namespace {

void require_change(const char *call) {
    pg::refuse_inside_run(call);
    pg::require_writable(call);
}

std::string word(source::ChangeKind kind) {
    switch (kind) {
    case source::ChangeKind::added: return "added";
    case source::ChangeKind::changed: return "changed";
    default: return "removed";
    }
}

void give(pg::Call &call, std::vector<source::Change> changes) {
    for (source::Change &change : changes) call.add_row({std::move(change.path), word(change.kind)});
}

} // namespace

CONFITURE_FUNCTION(confiture_source_load) {
    require_change("confiture.load()");
    pg::require_server_files();
    give(call, source::store(source::read_folder(call.text(0)), call.boolean(1)));
}

CONFITURE_FUNCTION(confiture_source_load_archive) {
    require_change("confiture.load_archive()");
    give(call, source::store_archive(call.bytes(0), call.boolean(1)));
}

CONFITURE_FUNCTION(confiture_source_put) {
    require_change("confiture.put()");
    call.set(source::put(call.text(0), call.text(1)));
}

CONFITURE_FUNCTION(confiture_source_remove) {
    require_change("confiture.remove()");
    call.set(source::remove(call.text(0)));
}

CONFITURE_FUNCTION(confiture_source_approve) {
    require_change("confiture.approve()");
    source::approve(call.text(0), call.text(1));
}

CONFITURE_FUNCTION(confiture_source_environment_set) {
    require_change("confiture.environment_set()");
    source::Environment environment;
    environment.name = call.text(0);
    environment.include = call.texts(1);
    environment.exclude = call.texts(2);
    environment.search_path = call.text(3);
    environment.owner = call.optional_name(4).value_or("");
    environment.seed = call.boolean(5);
    call.set(source::set_environment(std::move(environment)));
}

CONFITURE_FUNCTION(confiture_source_environment_remove) {
    require_change("confiture.environment_remove()");
    call.set(source::remove_environment(call.text(0)));
}

// A trigger on tables source and environment: what sessions remember of them is out of date.
CONFITURE_FUNCTION(confiture_advance_source) {
    pg::execute("UPDATE confiture.generation SET value = value + 1, archive = NULL WHERE name = 'source'");
    call.set(std::int64_t{0});
}
