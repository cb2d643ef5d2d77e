#pragma once

#include <cstddef>
#include <exception>
#include <memory>
#include <string>
#include <string_view>

namespace confiture::pg {

// Everything the server says of an error, copied out of its memory. A part that is missing is empty, and an empty one (of a RAISE, say) is
// given back as missing, but for the message, which no error lacks.
struct ErrorFields {
    std::string sqlstate;
    std::string message;
    std::string detail;
    std::string detail_log;
    std::string hint;
    std::string context;
    std::string backtrace;
    std::string schema_name;
    std::string table_name;
    std::string column_name;
    std::string datatype_name;
    std::string constraint_name;
    std::string internal_query;
    int cursor_position = 0;      // characters from 1 in the statement's text; 0 = none
    int internal_position = 0;
    int saved_errno = 0;
    bool output_to_server = true;
    bool output_to_client = true;
    bool hide_statement = false;
    bool hide_context = false;
    bool rolled_back = false;     // by a worker, which said so: nothing of its statement's last transaction stays
    std::string file;             // where in the server's source it was raised
    int line = 0;
    std::string function;
    std::string domain;           // of its translations
    std::string context_domain;
};

// A server error in flight. It may be observed and annotated anywhere, but only pg::attempt may swallow it.
class Error : public std::exception {
public:
    explicit Error(ErrorFields fields) : fields_(std::make_shared<ErrorFields>(std::move(fields))) {}
    const char *what() const noexcept override { return fields_->message.c_str(); }
    const ErrorFields &fields() const { return *fields_; }
    ErrorFields &fields() { return *fields_; }

    // Appends one line to CONTEXT, below those that are there.
    void add_context(std::string_view line);

    // Turns the cursor position, which points into `query`, into an internal one, so that psql prints LINE and caret from `query`.
    void point_into(std::string_view query);

private:
    std::shared_ptr<ErrorFields> fields_;
};

} // namespace confiture::pg
