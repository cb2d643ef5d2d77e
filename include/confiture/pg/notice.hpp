#pragma once

#include <string>

namespace confiture::pg {

// A NOTICE or WARNING to the client, in the server's message style.
void notice(const std::string &message, const std::string &hint = {});
void warning(const std::string &message, const std::string &hint = {});

// A line in the server's log, never sent to the client.
void log(const std::string &message);

} // namespace confiture::pg
