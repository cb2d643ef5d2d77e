#pragma once

#include <string_view>

#include "confiture/pg/script.hpp"

namespace confiture::run {

// What may stand in a file, statement by statement: what psql would run, without a client and without an end of the transaction.
class Policy {
public:
    explicit Policy(std::string_view text) : text_(text) {}

    // Whether the statement is to be run; false: it is rightly there but has nothing to do here (BEGIN and COMMIT around the whole file or
    // around large objects, \restrict, client_encoding). Throws unsupported_statement for what must not be there.
    bool admits(const pg::Statement &statement);

    // To be called behind the last statement: throws incomplete_script for a BEGIN without its COMMIT.
    void finish() const;

private:
    bool begin(const pg::Statement &statement);
    std::string where_begun() const;
    bool commit();
    bool client_encoding(const pg::Statement &statement) const;
    bool unknown_setting(const pg::Statement &statement) const;
    bool meta_command(const pg::Statement &statement) const;
    bool is_dump() const;

    enum class Block { none, whole_file, large_objects };

    std::string_view text_;
    Block block_ = Block::none;
    std::size_t block_begin_ = 0;
    bool closed_ = false;    // the COMMIT of the whole file has come
    bool started_ = false;   // a statement other than SET has run
};

} // namespace confiture::run
