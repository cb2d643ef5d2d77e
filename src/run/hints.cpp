#include "confiture/run/hints.hpp"

#include <algorithm>
#include <utility>

#include "confiture/model/conditions.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/scope.hpp"
#include "confiture/pg/script.hpp"
#include "confiture/run/policy.hpp"
#include "confiture/text/comments.hpp"
#include "confiture/text/utf8.hpp"
#include "locate.hpp"

namespace confiture::run {
namespace {

constexpr std::string_view key = "confiture: renamed from";
constexpr const char *remedy = "Write -- confiture: renamed from <old name> on a line of its own, right above the object or column.";

class HintReader {
public:
    HintReader(const std::string &path, std::string_view text) : path_(path), text_(text) {}

    void read(pg::Script &script) {
        Policy policy(text_);
        std::size_t behind = 0;
        while (script.next()) {
            pg::poll();
            const pg::Statement &statement = script.statement();
            behind = statement.next;
            if (!policy.admits(statement)) continue;
            for (const text::LineComment &comment : text::line_comments(text_.substr(statement.gap, statement.end - statement.gap)))
                if (comment.text.starts_with(key)) hints_.push_back(hint_of(comment, script));
            if (statement.string_setting) script.run(0);
        }
        policy.finish();
        for (const text::LineComment &comment : text::line_comments(text_.substr(behind)))
            if (comment.text.starts_with(key)) refuse(behind + comment.begin, "there is nothing below that can be renamed");
    }

    std::vector<model::RenameHint> hints() { return std::move(hints_); }

private:
    [[noreturn]] void refuse(std::size_t at, const std::string &message) const {
        Problem problem(condition::contradictory_rename, message, {}, remedy);
        problem.context = place(at);
        throw problem;
    }

    std::string place(std::size_t at) const { return path_ + ", line " + std::to_string(text::line_at(text_, at)); }

    model::RenameHint hint_of(const text::LineComment &comment, const pg::Script &script) const {
        const pg::Statement &statement = script.statement();
        const std::size_t at = statement.gap + comment.begin;
        model::RenameHint hint = below(statement.gap + comment.end, script);
        if (hint.name.empty()) refuse(at, "there is nothing below that can be renamed");
        hint.place = place(at);
        std::string_view rest = comment.text.substr(key.size());
        while (rest.starts_with(' ') || rest.starts_with('\t')) rest.remove_prefix(1);
        if (hint.part_kind == "enum value" && rest.starts_with('\'')) hint.old_name = literal(rest);
        else read_old_name(rest, hint);
        if (hint.old_name.empty() || !rest.empty()) refuse(at, "the comment names no old name");
        return hint;
    }

    static void read_old_name(std::string_view &rest, model::RenameHint &hint) {
        hint.old_name = text::read_name(rest);
        if (!rest.starts_with('.') || !hint.part_kind.empty()) return;
        hint.old_schema = hint.old_name;
        rest.remove_prefix(1);
        hint.old_name = text::read_name(rest);
    }

    // What begins first behind the comment: the statement's object, where the comment stands before it, else a part.
    model::RenameHint below(std::size_t from, const pg::Script &script) const {
        const pg::Statement &statement = script.statement();
        const pg::NamedObject *first = nullptr;
        const std::vector<pg::NamedObject> objects = script.named_objects();
        for (const pg::NamedObject &object : objects)
            if (object.begin >= from && (first == nullptr || object.begin < first->begin)) first = &object;
        const std::size_t next = text::past_comments(text_, from);
        if (first == nullptr && from > statement.begin && !objects.empty() && objects[0].kinds[0] == "type" && next < statement.end && text_[next] == '\'') {
            std::string_view rest = text_.substr(next);
            return {.kinds = objects[0].kinds, .schema = objects[0].schema, .name = objects[0].name, .part_kind = "enum value", .part = literal(rest)};
        }
        // Only what is right below.
        if (first == nullptr || first->begin != next) return {};
        return {.kinds = first->kinds, .schema = first->schema, .name = first->name, .part_kind = first->part_kind, .part = first->part};
    }

    // The value of a literal, which is taken off the text.
    static std::string literal(std::string_view &text) {
        std::string value;
        std::size_t at = 1;
        for (; at < text.size() && (text[at] != '\'' || text.substr(at, 2) == "''"); at++) {
            value += text[at];
            if (text[at] == '\'') at++;
        }
        text.remove_prefix(std::min(at + 1, text.size()));
        return value;
    }

    const std::string &path_;
    std::string_view text_;
    std::vector<model::RenameHint> hints_{};
};

} // namespace

std::vector<model::RenameHint> rename_hints(const std::string &path, std::string_view text) {
    if (text.find(key) == std::string_view::npos) return {};
    pg::Script script(text);
    HintReader reader(path, text);
    try {
        pg::with_file_scope({}, [&] { reader.read(script); });
    } catch (pg::Error &error) {
        locate(error, path, text, script);
        throw;
    }
    script.close();
    return reader.hints();
}

} // namespace confiture::run
