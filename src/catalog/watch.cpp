#include "confiture/catalog/watch.hpp"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "confiture/catalog/expected.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/transaction.hpp"
#include "confiture/run/history.hpp"
#include "reading.hpp"
#include "roots.hpp"
#include "surroundings.hpp"

namespace confiture::catalog {

using model::Address;
using model::Object;

namespace {

// What was touched, as keys.
struct Touches {
    Keys made, changed, dropped;
};

Keys keys_of(const Catalogs &catalogs, const std::vector<pg::CatalogRow> &rows) {
    Keys keys;
    for (const pg::CatalogRow &row : rows) {
        pg::poll();
        keys.insert(key_of(catalogs, row));
    }
    return keys;
}

bool holds(const Keys &keys, const Key &key) { return keys.contains(key) || (key.column != 0 && keys.contains({key.catalog, key.oid, 0})); }

// Of kinds whose texts name their own parts (labels, fields, arguments), which what needs them repeats.
bool is_repeated(const std::string &kind) { return !kind.starts_with("table") && kind != "index" && kind != "default value" && kind != "sequence"; }

} // namespace

struct Watch::State {
    pg::Moment moment{};
    pg::Touched last{}; // that was followed
    Reading reading{};
    model::Fingerprint print{};
    std::string print_text{}; // empty where it has changed
    bool keeps = false;
    std::map<Address, std::optional<Was>> changed{}; // since begin(): what was there before
    Keys made{};                                   // since begin()
    std::set<std::int64_t> written{};              // since begin()
    bool renames = false;
    bool outside = false;
    Patch patch{};

    void follow(const pg::Touched &touched);
    void read_dependents(std::map<Address, Was> &taken, std::vector<Key> &roots, const Keys &by_parts);
    void judge(const std::map<Address, Was> &taken, const std::vector<Key> &roots, const Touches &touches);
    bool is_ours(const Key &key, const Key &root, bool gone, const Touches &touches) const;
    void put(const Address &address, const Was *was, const Object *now);
    void trace(const Address &address, const Address *from, const Was *was);
};

// By the hook's word or, where something else of ours has brought it about, unless somebody else has written the row since.
bool Watch::State::is_ours(const Key &key, const Key &root, bool gone, const Touches &touches) const {
    if (gone) {
        if (holds(touches.dropped, key) || touches.dropped.contains(root)) return true;
    } else if (holds(touches.made, key) || touches.made.contains(root) || touches.changed.contains(key)) {
        return true;
    }
    const pg::Writer writer = moment.writer_of(row_of(reading.catalogs, key));
    return writer == pg::Writer::we || writer == pg::Writer::before;
}

// `was` is what stood there before.
void Watch::State::put(const Address &address, const Was *was, const Object *now) {
    const auto [entry, is_new] = changed.try_emplace(address);
    if (is_new && was != nullptr) entry->second = *was;
    patch[address].now = now == nullptr ? std::nullopt : std::optional(*now);
}

// From where what is expected of it goes on: what it was called, unless it was made just now.
void Watch::State::trace(const Address &address, const Address *from, const Was *was) {
    const auto known = patch.find(address);
    if (from == nullptr || was == nullptr) {
        patch[address] = {};
    } else if (const auto earlier = patch.find(*from); earlier != patch.end()) {
        if (*from != address) patch[address] = {earlier->second.before, earlier->second.from, std::nullopt};
    } else if (known == patch.end()) {
        patch[address] = {was->object, *from, std::nullopt};
    }
}

void Watch::State::judge(const std::map<Address, Was> &taken, const std::vector<Key> &roots, const Touches &touches) {
    std::unordered_map<Key, const Address *, Hash> had;
    for (const auto &[address, was] : taken) had.emplace(was.key, &address);
    for (const auto &[address, was] : taken) {
        pg::poll();
        const Object *now = reading.schema.find(address);
        if (now != nullptr && model::are_same(was.object, *now)) continue;
        print.remove(address, was.object);
        if (now != nullptr) continue; // below
        const auto root = reading.addresses.find(was.key);
        const bool stays = root != reading.addresses.end();
        if (is_ours(was.key, {was.key.catalog, was.key.oid, 0}, !stays, touches)) put(address, &was, nullptr);
    }
    for (const Key &root : roots) {
        const auto found = reading.by_root.find(root);
        if (found == reading.by_root.end()) continue;
        for (const Address &address : found->second) {
            pg::poll();
            const Standing &standing = reading.standing.at(address);
            if (standing.turn != reading.turn) continue; // as it was
            const Object &now = reading.schema.objects.at(address);
            const auto was = taken.find(address);
            if (was != taken.end() && model::are_same(was->second.object, now)) continue;
            print.add(address, now);
            if (!is_ours(standing.key, standing.root, false, touches)) continue;
            const auto before = had.find(standing.key);
            if (before != had.end() && *before->second != address && holds_data(address.kind) && !made.contains(standing.key) && !made.contains(standing.root)) renames = true;
            if (was != taken.end() && renames_labels(was->second.object, now)) renames = true;
            const bool is_new = before == had.end() || holds(touches.made, standing.key) || touches.made.contains(standing.root);
            trace(address, is_new ? nullptr : before->second, is_new ? nullptr : &taken.at(*before->second));
            put(address, was == taken.end() ? nullptr : &was->second, &now);
        }
    }
}

// What names something that has another name now, or repeats what has changed, prints anew.
void Watch::State::read_dependents(std::map<Address, Was> &taken, std::vector<Key> &roots, const Keys &by_parts) {
    std::vector<Key> renamed;
    for (const auto &[address, was] : taken) {
        pg::poll();
        const auto now = reading.addresses.find(was.key);
        if (now == reading.addresses.end()) continue;
        const bool changed = now->second != address || (is_repeated(address.kind) && !model::are_same(was.object, reading.schema.objects.at(now->second)));
        if (changed) renamed.push_back({was.key.catalog, was.key.oid, 0});
    }
    if (renamed.empty()) return;
    // What was read by parts has to be read as a whole now.
    Keys known(roots.begin(), roots.end());
    for (const Key &root : by_parts) known.erase(root);
    Roots more;
    for (const Address &address : dependents_of(reading, renamed))
        if (known.insert(reading.standing.at(address).root).second) more.keys.push_back(reading.standing.at(address).root);
    if (more.keys.empty()) return;
    taken.merge(read_again(reading, more, true));
    for (const Key &root : more.keys)
        if (!by_parts.contains(root)) roots.push_back(root);
}

void Watch::State::follow(const pg::Touched &touched) {
    const Touches touches{keys_of(reading.catalogs, touched.made), keys_of(reading.catalogs, touched.changed), keys_of(reading.catalogs, touched.dropped)};
    made.insert(touches.made.begin(), touches.made.end());
    written.insert(touched.written.begin(), touched.written.end());
    std::map<Address, Was> taken;
    std::vector<Key> roots;
    if (touched.everything) {
        Reading before = std::move(reading);
        pg::roll_back([&] { reading = read_all(true); });
        for (auto &[address, object] : before.schema.objects) {
            pg::poll();
            taken.emplace(address, Was{std::move(object), std::move(before.schema.depends[address]), before.standing.at(address).key});
        }
        for (const auto &[root, addresses] : reading.by_root) roots.push_back(root);
    } else {
        Roots some = roots_of(reading, touched);
        if (some.keys.empty()) return;
        reading.turn++;
        pg::read_few([&] {
            taken = read_again(reading, some, touched.is_said_anew);
            read_dependents(taken, some.keys, some.by_parts);
        });
        roots = std::move(some.keys);
    }
    print_text.clear();
    judge(taken, roots, touches);
}

Watch::Watch() : state_(std::make_unique<State>()) {
    // Its locks are not kept, since the files need theirs.
    pg::roll_back([&] { state_->reading = read_all(true); });
    for (const auto &[address, object] : state_->reading.schema.objects) {
        pg::poll();
        state_->print.add(address, object);
    }
    if (!has_expected() && !run::has_history()) expect(state_->reading.schema);
    pg::watch_statements();
}

Watch::~Watch() = default;

void Watch::follow() {
    state_->last = pg::take_touched();
    const pg::Touched &touched = state_->last;
    state_->moment.remember();
    state_->outside = state_->outside || touched.outside;
    if (touched.everything || !touched.made.empty() || !touched.changed.empty() || !touched.dropped.empty() || !touched.written.empty()) state_->follow(touched);
}

void Watch::follow_undone() {
    pg::Touched touched = pg::take_touched();
    const auto add = [&](const std::vector<pg::CatalogRow> &rows) { touched.changed.insert(touched.changed.end(), rows.begin(), rows.end()); };
    // What was dropped is there again.
    for (const std::vector<pg::CatalogRow> *rows : {&touched.made, &touched.dropped, &state_->last.made, &state_->last.changed, &state_->last.dropped}) add(*rows);
    touched.everything = touched.everything || state_->last.everything;
    touched.is_said_anew = true;
    state_->follow(touched);
}

const std::string &Watch::fingerprint() const {
    if (state_->print_text.empty()) state_->print_text = state_->print.text();
    return state_->print_text;
}

void Watch::begin() {
    state_->changed.clear();
    state_->made.clear();
    state_->written.clear();
    state_->renames = false;
    state_->outside = false;
}

Change Watch::change() const {
    Change change;
    change.renames = state_->renames;
    change.outside = state_->outside;
    std::vector<Key> altered;
    for (const auto &[address, was] : state_->changed) {
        pg::poll();
        const Object *now = state_->reading.schema.find(address);
        if (!was && now == nullptr) continue;
        if (was && now != nullptr && model::are_same(was->object, *now)) continue;
        change.objects.push_back(address);
        if (was && now != nullptr) altered.push_back(state_->reading.standing.at(address).key);
    }
    surround(state_->reading, state_->changed, altered, change);
    for (const std::int64_t relation : state_->written) {
        const Key key{"pg_class", relation, 0};
        const auto found = state_->reading.addresses.find(key);
        if (found != state_->reading.addresses.end() && !state_->made.contains(key)) change.written.push_back(found->second.identity);
    }
    return change;
}

void Watch::keep() {
    expect_changes(state_->patch);
    state_->patch.clear();
}

} // namespace confiture::catalog
