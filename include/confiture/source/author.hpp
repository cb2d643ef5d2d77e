#pragma once

#include <optional>
#include <string>
#include <vector>

namespace confiture::source {

// Decides, for one call, whose texts may run: an author must have the privileges of every role that the text could act as.
class AuthorCheck {
public:
    AuthorCheck();

    // Throws 42501, naming what and its author, with a hint at approve(), unless one of the two could have run it himself.
    // `what` is a path or `environment:<name>`; an empty loaded_by stands for the extension itself.
    void require(const std::string &what, const std::string &checksum, const std::string &loaded_by,
                 const std::optional<std::string> &approved_by);

private:
    bool covers(const std::string &author);

    std::vector<std::string> roles_;
    std::vector<std::pair<std::string, bool>> known_;
};

} // namespace confiture::source
