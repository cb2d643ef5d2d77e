#include "confiture/pg/script.hpp"

#include "confiture/model/conditions.hpp"
#include "pg/execute.h"
#include "pg/guard.h"
#include "pg/reader.h"

extern "C" {
#include "mb/pg_wchar.h"
}

namespace confiture::pg {
namespace {

constexpr std::size_t first_window = 64 * 1024;

// Keeps the scanner from saying what the parser says again (an identifier cut to 63 bytes).
class Quiet {
public:
    Quiet() : client_(client_min_messages) { client_min_messages = ERROR; }
    ~Quiet() { client_min_messages = client_; }
    Quiet(const Quiet &) = delete;
    Quiet &operator=(const Quiet &) = delete;

private:
    int client_;
};

struct Offset {
    const char *text;
    std::size_t length;
    int characters;
    std::size_t bytes;
};

void skip_characters(Offset *offset) {
    for (int i = 0; i < offset->characters && offset->bytes < offset->length; i++)
        offset->bytes += pg_mblen(offset->text + offset->bytes);
}

void count_characters(Offset *offset) {
    offset->characters = pg_mbstrlen_with_len(offset->text, static_cast<int>(offset->length));
}

} // namespace

std::size_t characters_in(std::string_view text) {
    Offset offset{text.data(), text.size(), 0, 0};
    guarded<Offset, count_characters>(offset);
    return static_cast<std::size_t>(offset.characters);
}

std::size_t bytes_of(std::string_view text, std::size_t characters) {
    Offset offset{text.data(), text.size(), static_cast<int>(characters), 0};
    guarded<Offset, skip_characters>(offset);
    return std::min(offset.bytes, text.size());
}

// The scanner repeats the whole rest of the text in what it says of a quote without its end; the begin of its line is enough.
static void shorten(std::string &message) {
    constexpr int most = 80;
    const std::size_t end = std::min(message.find('\n'), bytes_of(message, most));
    if (end < message.size()) message = message.substr(0, end) + "...\"";
}

Script::Script(std::string_view text) : text_(text), reader_(std::make_unique<Reader>()) {
    reader_->text = text.data();
    reader_->length = text.size();
    guarded<Reader, open_reader>(*reader_);
}

Script::~Script() = default;

void Script::close() { guarded<Reader, close_reader>(*reader_); }

// Makes a scanner's position, which counts from the window's begin, count from the statement's, and ends the statement on that line.
void Script::rebase(Error &error) {
    statement_.begin = std::max(reader_->begin, statement_.gap);
    statement_.secret = reader_->secret;
    const std::size_t in_window = bytes_of(text_.substr(reader_->window_begin), error.fields().cursor_position - 1);
    const std::size_t at = std::max(reader_->window_begin + in_window, statement_.begin);
    error.fields().cursor_position = static_cast<int>(characters_in(text_.substr(statement_.begin, at - statement_.begin))) + 1;
    shorten(error.fields().message);
    statement_.secret = reader_->secret;
    statement_.end = std::min(text_.find('\n', at), text_.size());
}

// Scans from statement_.gap on, through a larger window as long as none holds the whole statement.
void Script::scan_statement() {
    Quiet quiet;
    Reader &reader = *reader_;
    while (true) {
        if (reader.scanner != nullptr) {
            const bool final = reader.window_begin + reader.window_size >= reader.length;
            try {
                guarded<Reader, scan_tokens>(reader);
                if (reader.found) return;
            } catch (Error &error) {
                // What a window's end may cause has a position; an interrupt has none, and must not be taken for it.
                const bool has_position = error.fields().cursor_position > 0;
                if (has_position && final) rebase(error);
                if (final || !has_position) throw;
            }
        }
        const bool larger = reader.scanner != nullptr && reader.window_begin == statement_.gap;
        reader.window_size = larger ? reader.window_size * 2 : first_window;
        reader.window_begin = statement_.gap;
        guarded<Reader, open_window>(reader);
    }
}

bool Script::next() {
    const int number = statement_.number;
    for (std::size_t from = statement_.next; from < text_.size(); from = statement_.next) {
        statement_ = Statement{};
        statement_.number = number + 1;
        statement_.gap = statement_.begin = statement_.end = from;
        reader_->begin = from;
        scan_statement();
        statement_.next = std::min(reader_->end + 1, text_.size());
        if (reader_->blank && !reader_->backslash) continue;
        statement_.begin = reader_->begin;
        statement_.end = reader_->end;
        statement_.secret = reader_->secret;
        if (reader_->backslash) skip_meta_command();
        else classify();
        return true;
    }
    statement_.kind = StatementKind::empty;
    statement_.number = number;
    return false;
}

void Script::skip_meta_command() {
    std::size_t at = reader_->end;
    std::size_t line_end = std::min(text_.find('\n', at), text_.size());
    statement_.kind = StatementKind::meta_command;
    statement_.inside = !reader_->blank;
    statement_.begin = at;
    statement_.end = line_end;
    statement_.next = line_end;
    statement_.name = std::string(text_.substr(at, line_end - at));
    if (statement_.name.ends_with('\r')) statement_.name.pop_back();
    reader_->scanner = nullptr;
}

void Script::classify() {
    guarded<Reader, parse_statement>(*reader_);
    statement_.kind = reader_->kind;
    statement_.name = reader_->name;
    statement_.large_object = reader_->large_object;
    statement_.string_setting = reader_->string_setting;
    statement_.path_setting = reader_->path_setting;
    statement_.session_setting = reader_->session_setting;
    while (statement_.end > statement_.begin && std::isspace(static_cast<unsigned char>(text_[statement_.end - 1])))
        statement_.end--;
    if (statement_.kind == StatementKind::copy_in) find_copy_data();
}

// Data begin on the line behind the semicolon, where nothing but a comment may follow it, and end before a line that is `\.`.
void Script::find_copy_data() {
    std::size_t line_end = std::min(text_.find('\n', statement_.next), text_.size());
    std::size_t first = statement_.next;
    while (first < line_end && std::isspace(static_cast<unsigned char>(text_[first]))) first++;
    if (first < line_end && text_.substr(first, 2) != "--")
        throw Problem(condition::incomplete_script, "data of COPY must begin on the line after the statement", {},
                      "Put what stands behind the semicolon below the data.");
    statement_.data_begin = std::min(line_end + 1, text_.size());
    for (std::size_t at = line_end; at < text_.size(); at++) {
        at = text_.find("\n\\.", at);
        if (at == std::string_view::npos) break;
        std::size_t behind = at + 3;
        if (text_.substr(behind, 2) == "\r\n") behind++;
        if (behind < text_.size() && text_[behind] != '\n') continue;
        statement_.data_end = at + 1;
        statement_.next = std::min(behind + 1, text_.size());
        reader_->scanner = nullptr;
        return;
    }
    throw Problem(condition::incomplete_script, "data of COPY are not ended by a line \"\\.\"", {},
                  "Check that the file is whole.");
}

std::optional<std::int64_t> Script::run(int timeout_ms) {
    Execution execution{};
    execution.reader = reader_.get();
    execution.timeout_ms = timeout_ms;
    if (statement_.kind == StatementKind::copy_in)
        execution.data = text_.substr(statement_.data_begin, statement_.data_end - statement_.data_begin);
    copy_line_ = 0;
    try {
        guarded<Execution, execute_statement>(execution);
    } catch (...) {
        copy_line_ = execution.copy_line;
        guarded<Execution, end_execution>(execution);
        throw;
    }
    return execution.rows < 0 ? std::nullopt : std::optional(execution.rows);
}

std::size_t Script::locate(const Error &error) const {
    if (copy_line_ > 0 && error.fields().cursor_position == 0) {
        std::size_t at = statement_.data_begin;
        for (std::size_t line = 1; line < copy_line_ && at < statement_.data_end; line++)
            at = std::min(text_.find('\n', at), text_.size() - 1) + 1;
        return std::min(at, statement_.data_end);
    }
    if (error.fields().cursor_position <= 0) return statement_.begin;
    return statement_.begin + bytes_of(text_.substr(statement_.begin), error.fields().cursor_position - 1);
}

} // namespace confiture::pg
