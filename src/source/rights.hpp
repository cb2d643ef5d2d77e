#pragma once

#include <string>
#include <string_view>

namespace confiture::source {

inline constexpr std::string_view environment_prefix = "environment:";

// How messages name a path or `environment:<name>`: file "schema/a.sql", environment "test".
std::string label(const std::string &what);

// Makes writers of the source wait for each other to the end of the transaction.
void lock_source();

// Refuses (42501) a caller without the privileges of the role that loaded it; who has asked once about a role need not ask again.
class ChangeRights {
public:
    ChangeRights();
    void require(const std::string &what, const std::string &loaded_by);

    const std::string &user() const { return user_; }

private:
    std::string user_;
    std::string allowed_;
};

} // namespace confiture::source
