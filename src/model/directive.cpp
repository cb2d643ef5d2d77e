#include "confiture/model/migration.hpp"

#include "confiture/model/conditions.hpp"
#include "confiture/text/duration.hpp"
#include "confiture/text/utf8.hpp"

#include <algorithm>
#include <array>

namespace confiture::model {

namespace {

constexpr std::string_view blanks = " \t\v\f";

// The server's scanner ends a line comment at a lone CR too.
constexpr std::string_view line_ends = "\n\r";
constexpr std::string_view white_space = " \t\v\f\n\r";

constexpr std::array<std::string_view, 6> known_keys{"transaction", "lock_timeout", "statement_timeout",
                                                     "role",        "requires",     "irreversible"};

std::string quoted(std::string_view text) {
    return '"' + std::string(text) + '"';
}

std::string_view trim(std::string_view text) {
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string folded(std::string_view text) {
    std::string lower(text);
    for (char &byte : lower)
        if (byte >= 'A' && byte <= 'Z')
            byte = static_cast<char>(byte - 'A' + 'a');
    return lower;
}

std::size_t end_of_line(std::string_view text, std::size_t start) {
    return std::min(text.find_first_of(line_ends, start), text.size());
}

// What stands after `-- confiture:` in a line comment; empty when the comment is another one.
std::optional<std::string_view> directive_in(std::string_view comment) {
    constexpr std::string_view word = "confiture";
    comment = trim(comment.substr(2));
    if (folded(comment.substr(0, word.size())) != word)
        return std::nullopt;
    comment = trim(comment.substr(word.size()));
    if (!comment.starts_with(':'))
        return std::nullopt;
    return trim(comment.substr(1));
}

// Offset after the block comment that begins at start; they nest, as in the server's scanner.
std::size_t end_of_block(std::string_view text, std::size_t start) {
    int depth = 0;
    for (std::size_t i = start; i + 1 < text.size(); ++i) {
        const std::string_view two = text.substr(i, 2);
        if (two != "/*" && two != "*/")
            continue;
        depth += two == "/*" ? 1 : -1;
        ++i;
        if (depth == 0)
            return i + 1;
    }
    return text.size();
}

bool comment_begins(std::string_view text, std::size_t at) {
    return text.substr(at, 2) == "--" || text.substr(at, 2) == "/*";
}

std::size_t end_of_comment(std::string_view text, std::size_t start) {
    return text[start] == '-' ? end_of_line(text, start) : end_of_block(text, start);
}

// Offset of the first byte that is neither blank nor in a comment.
std::size_t end_of_gap(std::string_view text, std::size_t start) {
    while (start < text.size()) {
        if (comment_begins(text, start))
            start = end_of_comment(text, start);
        else if (white_space.find(text[start]) != std::string_view::npos)
            ++start;
        else
            break;
    }
    return start;
}

// Reads one directive after the other into a value; place is where the one at hand stands.
class Reader {
public:
    Reader(std::string_view path, Direction direction) : path(path), direction(direction) {}

    void read(std::string_view directive, int at_line) {
        line = at_line;
        const std::size_t equals = directive.find('=');
        if (equals == std::string_view::npos)
            fail("malformed directive " + quoted(directive), "Write \"-- confiture: <key>=<value>\"; keys are " + key_list() + ".");
        key = folded(trim(directive.substr(0, equals)));
        value = trim(directive.substr(equals + 1));
        if (std::find(known_keys.begin(), known_keys.end(), key) == known_keys.end())
            fail("unknown directive " + quoted(key), "Known directives are " + key_list() + ".");
        store();
    }

    [[noreturn]] void refuse_late(int at_line) {
        line = at_line;
        fail("misplaced directive", "Move the line to the top of the file, where only \"--\" comments and blank lines stand before it.");
    }

    Directives directives;

private:
    void store() {
        if (key == "transaction")
            store_once(transaction_seen, directives.transaction, transaction_mode());
        else if (key == "lock_timeout")
            store_once(lock_timeout_seen, directives.lock_timeout_ms, {lock_milliseconds()});
        else if (key == "statement_timeout")
            store_once(statement_timeout_seen, directives.statement_timeout_ms, {milliseconds()});
        else if (key == "role")
            store_once(role_seen, directives.role, role());
        else if (key == "requires")
            store_required();
        else
            store_irreversible();
    }

    template <typename Value>
    void store_once(bool &seen, Value &stored, const Value &given) {
        if (seen && stored != given)
            fail("directive " + quoted(key) + " contradicts an earlier one", "Keep one of the two lines.");
        seen = true;
        stored = given;
    }

    TransactionMode transaction_mode() const {
        const std::string mode = folded(value);
        if (mode == "auto")
            return TransactionMode::automatic;
        if (mode == "on")
            return TransactionMode::on;
        if (mode == "off")
            return TransactionMode::off;
        fail_value("Write \"transaction=auto\", \"transaction=on\" or \"transaction=off\".");
    }

    // The server's 0 would wait without end, in the queue that all others then stand in.
    int lock_milliseconds() const {
        const int parsed = milliseconds();
        if (parsed == 0) fail_value("Write a time above zero, such as \"" + key + "=80ms\".");
        return parsed;
    }

    int milliseconds() const {
        const auto parsed = text::parse_milliseconds(value);
        if (!parsed)
            fail_value("Write a time such as \"" + key + "=80ms\"; units are us, ms, s, min, h and d.");
        return *parsed;
    }

    std::string role() const {
        if (value.empty())
            fail_value("Write \"role=<name>\", the name as the catalog has it, without quotes.");
        return std::string(value);
    }

    void store_required() {
        refuse_in_down();
        for (std::size_t start = 0; start <= value.size();) {
            const std::size_t comma = std::min(value.find(',', start), value.size());
            const std::string_view version = trim(value.substr(start, comma - start));
            if (version.empty() || version.find('_') != std::string_view::npos)
                fail_value("Write versions without names, such as \"requires=7\" or \"requires=7, 9\".");
            directives.requires_versions.emplace_back(version);
            start = comma + 1;
        }
    }

    void store_irreversible() {
        refuse_in_down();
        const std::string given = folded(value);
        if (given != "true" && given != "false")
            fail_value("Write \"irreversible=true\", or leave the line out.");
        store_once(irreversible_seen, directives.irreversible, given == "true");
    }

    void refuse_in_down() const {
        if (direction == Direction::down)
            fail("directive " + quoted(key) + " in a down migration", "Move the line to the up migration.");
    }

    [[noreturn]] void fail_value(std::string hint) const {
        fail("invalid value " + quoted(value) + " of directive " + quoted(key), std::move(hint));
    }

    [[noreturn]] void fail(const std::string &what, std::string hint) const {
        throw Problem(condition::invalid_directive, what + " in " + std::string(path) + ", line " + std::to_string(line), {},
                      std::move(hint));
    }

    static std::string key_list() {
        std::string list;
        for (const std::string_view known : known_keys)
            list += (list.empty() ? "" : ", ") + quoted(known);
        return list;
    }

    std::string_view path;
    Direction direction;
    int line = 0;
    std::string key;
    std::string_view value;
    bool transaction_seen = false;
    bool lock_timeout_seen = false;
    bool statement_timeout_seen = false;
    bool role_seen = false;
    bool irreversible_seen = false;
};

} // namespace

Directives parse_directives(std::string_view path, std::string_view text, Direction direction) {
    Reader reader(path, direction);
    std::size_t start = 0;
    while (start < text.size()) {
        const std::size_t end = end_of_line(text, start);
        const std::string_view line = trim(text.substr(start, end - start));
        if (!line.empty() && !line.starts_with("--"))
            break;
        const auto directive = line.empty() ? std::nullopt : directive_in(line);
        if (directive)
            reader.read(*directive, text::line_at(text, start));
        start = std::min(end + 1, text.size());
    }
    // A directive below a block comment would be passed over in silence.
    if (const auto late = find_directive(text.substr(start, end_of_gap(text, start) - start)))
        reader.refuse_late(text::line_at(text, start + *late));
    return std::move(reader.directives);
}

std::optional<std::size_t> find_directive(std::string_view gap) {
    for (std::size_t start = 0; start < gap.size();) {
        if (!comment_begins(gap, start)) {
            ++start;
            continue;
        }
        const std::size_t end = end_of_comment(gap, start);
        if (gap[start] == '-' && directive_in(gap.substr(start, end - start)))
            return start;
        start = end;
    }
    return std::nullopt;
}

} // namespace confiture::model
