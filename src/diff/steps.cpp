#include <algorithm>

#include "confiture/base/poll.hpp"
#include "nodes.hpp"

namespace confiture::diff {
namespace {

// From the weakest to the strongest.
constexpr const char *locks[] = {"ShareUpdateExclusiveLock", "ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"};

std::size_t strength(const std::string &lock) {
    return static_cast<std::size_t>(std::find(std::begin(locks), std::end(locks), lock) - std::begin(locks));
}

const char *action_of(Phase phase) {
    return phase == Phase::create || phase == Phase::declare || phase == Phase::prepare ? "create" : phase == Phase::drop ? "drop" : "alter";
}

void add_piece(Step &step, const Piece &piece) {
    if (piece.lock != nullptr && (!step.lock || strength(*step.lock) < strength(piece.lock))) step.lock = piece.lock;
    const auto add = [&](const std::string &hazard) {
        if (std::find(step.hazards.begin(), step.hazards.end(), hazard) == step.hazards.end()) step.hazards.push_back(hazard);
    };
    for (const std::string &hazard : piece.hazards) add(hazard);
    if (!piece.reversible) add("irreversible");
    step.transactional = step.transactional && piece.transactional;
    step.reversible = step.reversible && piece.reversible;
    step.ends_transaction = step.ends_transaction || piece.ends_transaction;
}

Step step_of(const Node &node, const Piece &piece) {
    Step step{.action = action_of(node.phase), .object = node.address};
    if (!piece.text.empty()) step.statement = piece.text;
    add_piece(step, piece);
    return step;
}

// Clauses for one table, and what follows them once they have run: comments and privileges of what they made.
class Writer {
public:
    void add(const Node &node) {
        base::poll();
        if (node.pieces.empty() || node.pieces[0].table != table_) flush();
        for (std::size_t i = 0; i < node.pieces.size(); i++) {
            const Piece &piece = node.pieces[i];
            const auto rest = node.pieces.begin() + static_cast<std::ptrdiff_t>(i);
            if (piece.table.empty() && std::any_of(rest, node.pieces.end(), [](const Piece &other) { return !other.table.empty(); })) flush();
            if (piece.table.empty() && table_.empty()) done_.push_back(step_of(node, piece));
            else if (piece.table.empty()) later_.push_back(step_of(node, piece));
            else add_clause(node, piece);
        }
    }

    std::vector<Step> finish() {
        flush();
        return std::move(done_);
    }

private:
    void add_clause(const Node &node, const Piece &piece) {
        if (piece.table != table_) flush();
        table_ = piece.table;
        if (clauses_.empty()) {
            open_ = step_of(node, piece);
        } else {
            add_piece(open_, piece);
            if (open_.object != node.address) open_.action = "alter", open_.object = {node.address.kind.starts_with("foreign") ? "foreign table" : "table", table_.substr(table_.starts_with("ALTER TABLE ONLY ") ? 17 : 12)};
        }
        clauses_.push_back(piece.text);
    }

    void flush() {
        if (!clauses_.empty()) {
            open_.statement = table_ + (clauses_.size() == 1 ? " " : "\n    ") + join(clauses_, ",\n    ");
            done_.push_back(std::move(open_));
        }
        for (Step &step : later_) done_.push_back(std::move(step));
        clauses_.clear();
        later_.clear();
        table_.clear();
    }

    std::string table_{};
    std::vector<std::string> clauses_{};
    Step open_{};
    std::vector<Step> later_{};
    std::vector<Step> done_{};
};

} // namespace

std::vector<Step> steps_of(const std::vector<Node> &nodes, const std::vector<std::size_t> &order) {
    Writer writer;
    for (const std::size_t number : order) writer.add(nodes[number]);
    return writer.finish();
}

} // namespace confiture::diff
