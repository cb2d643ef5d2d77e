#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "confiture/pg/error.hpp"
#include "confiture/pg/relations.hpp"

namespace confiture::pg {

enum class StatementKind {
    plain,               // the server runs it as it is
    copy_in,             // COPY ... FROM STDIN, whose data stand in the file
    copy_out,            // COPY ... TO STDOUT
    begin,
    commit,
    transaction_control, // ROLLBACK, SAVEPOINT, PREPARE TRANSACTION, SET TRANSACTION ...
    client_encoding,     // SET client_encoding
    unknown_setting,     // SET of a setting that this server does not know
    all_constraints,     // SET CONSTRAINTS ALL; the name says IMMEDIATE or DEFERRED
    own_extension,       // CREATE EXTENSION IF NOT EXISTS confiture, COMMENT ON EXTENSION confiture
    meta_command,        // a line that begins with a backslash
    empty,               // nothing but blanks and comments
};

// One statement of a script: where it stands (byte offsets) and what it is.
struct Statement {
    StatementKind kind = StatementKind::empty;
    int number = 0;              // from 1
    std::size_t gap = 0;         // where the blanks and comments before it begin
    std::size_t begin = 0;
    std::size_t end = 0;         // behind its last character, the semicolon not included
    std::size_t data_begin = 0;  // COPY data, the closing line not included
    std::size_t data_end = 0;
    std::size_t next = 0;
    std::string name;            // the meta command, setting or encoding that the kind is about
    bool secret = false;         // may carry a password: its text is shown nowhere
    bool inside = false;         // of a meta command: the statement before it has not ended
    bool session_setting = false; // SET or RESET that is not LOCAL
    bool path_setting = false;   // SET of search_path
    bool string_setting = false; // SET of what decides how the scanner reads the strings behind it
    bool large_object = false;   // SELECT pg_catalog.lo...(): pg_dump wraps these in BEGIN and COMMIT
};

// What a step is about, for whoever asks afterwards whether it happened.
struct StepObject {
    std::string schema;           // of an index or partition
    std::string name;             // empty where the server chooses it, or there is none
    std::uint32_t relation = 0;   // the table of an index, the parent of a partition
    std::uint32_t object = 0;     // what is dropped or detached
    bool concurrently = false;
};

// Number of characters in text of the server's encoding, and of bytes in its first so many characters.
std::size_t characters_in(std::string_view text);
std::size_t bytes_of(std::string_view text, std::size_t characters);

// What a statement gives a name to: an object, or a part of the one that it makes or alters.
struct NamedObject {
    std::vector<std::string> kinds{};  // that it may turn out to be of, as pg_identify_object names them
    std::string schema{};              // empty: the statement names none
    std::string name{};
    std::string part_kind{};           // `column`, `attribute`, `table constraint`, `trigger`, `policy`, `rule`; empty: the object itself
    std::string part{};
    std::size_t begin = 0;             // byte offset in the script
};

struct Reader;

// Splits a script as psql would, by the server's scanner and grammar, and runs its statements. Text is in the server's encoding.
class Script {
public:
    // The text must outlive the script.
    explicit Script(std::string_view text);
    ~Script();
    Script(const Script &) = delete;
    Script &operator=(const Script &) = delete;

    // Reads the next statement; false at the end. Throws the server's syntax errors; statement() then tells where it began.
    bool next();
    const Statement &statement() const { return statement_; }

    // What kind of step the statement just read is, and which relations it will lock; locks nothing, and resolves names under the
    // search_path in force. To be asked before the next statement is read.
    Forecast forecast() const;

    // What the statement just read makes, drops or works on, where it is one that refuses a transaction block.
    StepObject object() const;

    // The command tag of the statement just read, where it is about objects that all databases of the server share (roles, databases, tablespaces,
    // subscriptions, settings of the server); else empty.
    std::string shared_tag() const;

    // What the statement just read gives names to; values of an enum are not among them.
    std::vector<NamedObject> named_objects() const;

    // Goes back, or on, to a statement that was read before, by its number and where it begins: the next one to be read.
    void seek(int number, std::size_t begin);

    // Runs the statement just read, stopping it after this many milliseconds (0: no limit of ours); COPY takes its data from the script.
    // Gives the number of rows that it touched, where it is one that says so.
    std::optional<std::int64_t> run(int timeout_ms);

    // Byte offset in the script that the error is about: its position in the statement, else its row of COPY data, else the statement.
    std::size_t locate(const Error &error) const;

    // Frees what the server holds for the script; left to the end of the transaction when an error is on its way.
    void close();

private:
    void scan_statement();
    void rebase(Error &error);
    void classify();
    void find_copy_data();
    void skip_meta_command();

    std::string_view text_;
    Statement statement_;
    std::unique_ptr<Reader> reader_;
    std::size_t copy_line_ = 0;
};

} // namespace confiture::pg
