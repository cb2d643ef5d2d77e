#include "confiture/pg/notice.hpp"

#include "pg/guard.h"

namespace confiture::pg {
namespace {

struct Message {
    int level;
    const char *message;
    const char *hint;
};

void send(Message *message) {
    ereport(message->level, (errmsg_internal("%s", message->message),
                             message->hint[0] == '\0' ? 0 : errhint("%s", message->hint)));
}

void say(int level, const std::string &text, const std::string &hint) {
    Message message{level, text.c_str(), hint.c_str()};
    guarded<Message, send>(message);
}

} // namespace

void notice(const std::string &message, const std::string &hint) { say(NOTICE, message, hint); }
void warning(const std::string &message, const std::string &hint) { say(WARNING, message, hint); }
void log(const std::string &message) { say(LOG_SERVER_ONLY, message, {}); }

} // namespace confiture::pg
