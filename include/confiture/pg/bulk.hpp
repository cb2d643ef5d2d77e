#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace confiture::pg {

// Rows in the text format of COPY.
class CopyRows {
public:
    // The next field of the row.
    void add(std::string_view value);
    void end_row();

    const std::string &text() const { return text_; }

private:
    std::string text_;
    bool begun_ = false;
};

// Adds rows to a table of ours, as its owner, by the server's COPY: half the time of INSERT, which logs each row by itself.
void copy_in(const std::string &table, const std::vector<std::string> &columns, const CopyRows &rows);

} // namespace confiture::pg
