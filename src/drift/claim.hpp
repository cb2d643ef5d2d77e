#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace confiture::drift {

// A shadow database: its name tells, by a digest of this server, its own OID and its owner, that nobody but us made it, from the moment
// that it is there; no row could, since a function commits none.
struct Shadow {
    std::string name;
    std::int64_t oid = 0;
    std::string owner;
};

// One that does not exist yet and will be the role's, for this call; its name is held to the end of the transaction, which tells others that its maker lives.
Shadow claim(const std::string &owner);

// Those that are there, of roles whose privileges the caller has, and whose makers have ended; their names are held from now on.
std::vector<Shadow> abandoned();

} // namespace confiture::drift
