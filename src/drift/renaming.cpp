#include "renaming.hpp"

#include "confiture/drift/copy.hpp"
#include "confiture/pg/json.hpp"
#include "confiture/pg/notice.hpp"
#include "confiture/text/comments.hpp"

namespace confiture::drift {
namespace {

constexpr diff::RenameRound rounds[] = {diff::RenameRound::schemas, diff::RenameRound::objects, diff::RenameRound::parts};

std::vector<std::string> names_in(const std::string &search_path) {
    std::vector<std::string> names;
    for (std::string_view rest = search_path; !rest.empty();) {
        if (rest.starts_with(' ') || rest.starts_with(',')) rest.remove_prefix(1);
        else if (std::string name = text::read_name(rest); !name.empty()) names.push_back(std::move(name));
        else break;
    }
    return names;
}

class Round {
public:
    Round(const model::Schema &there, const std::vector<model::RenameHint> &hints, const std::string &search_path)
        : there_(there), hints_(hints), search_path_(names_in(search_path)) {}

    // Whether there is anything to rename, or to complain of.
    bool any(const model::Schema &here) {
        std::vector<std::string> ignored;
        for (const diff::RenameRound round : rounds)
            if (!diff::renames(here, there_, hints_, search_path_, round, ignored).empty()) return true;
        return false;
    }

    void run(diff::RenameRound round, model::Schema &schema, const ShadowJobs *jobs) {
        const std::vector<diff::Rename> some = diff::renames(schema, there_, hints_, search_path_, round, new_ones_);
        if (some.empty()) return;
        std::string script;
        for (const diff::Rename &rename : some)
            for (const diff::Step &step : rename.steps) script += *step.statement + ";\n";
        schema = model::schema_of(pg::parse_json((*jobs)(fill_copy({{"renames", script}}), {}).at(0)));
        renames_.insert(renames_.end(), some.begin(), some.end());
    }

    const std::vector<diff::Rename> &renames() const { return renames_; }
    const std::vector<std::string> &new_ones() const { return new_ones_; }

private:
    const model::Schema &there_;
    const std::vector<model::RenameHint> &hints_;
    std::vector<std::string> search_path_;
    std::vector<diff::Rename> renames_{};
    std::vector<std::string> new_ones_{};
};

// The copy belongs to the caller; here, what is renamed keeps its owner and its privileges.
model::Schema with_owners(const model::Schema &copy, const model::Schema &here, const std::vector<diff::Rename> &renames) {
    model::Schema schema = without_owners(copy);
    for (auto &[address, object] : schema.objects) {
        const model::Object *was = here.find(diff::before_renames(address, renames));
        if (was == nullptr) continue;
        for (const char *attribute : {"owner", "privileges"})
            if (was->has(attribute)) object.attributes[attribute] = was->attributes.at(attribute);
    }
    for (const auto &[address, object] : here.objects)
        if (model::is_privileges(address)) schema.objects.emplace(address, object);
    return schema;
}

} // namespace

Renaming rename(const model::Schema &here, const model::Schema &there, const std::vector<model::RenameHint> &hints, const std::string &search_path) {
    Renaming renaming{here};
    Round round(there, hints, search_path);
    if (!round.any(here)) {
        for (const diff::RenameRound each : rounds) round.run(each, renaming.schema, nullptr);
    } else {
        with_copy(without_owners(here), [&](const ShadowJobs &jobs) {
            for (const diff::RenameRound each : rounds) round.run(each, renaming.schema, &jobs);
        });
        renaming.schema = with_owners(renaming.schema, here, round.renames());
    }
    for (const diff::Rename &one : round.renames()) {
        renaming.steps.insert(renaming.steps.end(), one.steps.begin(), one.steps.end());
        renaming.back.insert(renaming.back.begin(), one.back.begin(), one.back.end());
    }
    for (const std::string &line : round.new_ones()) pg::notice(line);
    return renaming;
}

} // namespace confiture::drift
