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

// Without STATEMENT and CONTEXT: the caller's query may hold a text with a password, and a line for each statement would repeat it.
void send_to_log(Message *message) {
    ereport(LOG_SERVER_ONLY, (errmsg_internal("%s", message->message), errhidestmt(true), errhidecontext(true)));
}

void say(int level, const std::string &text, const std::string &hint) {
    Message message{level, text.c_str(), hint.c_str()};
    guarded<Message, send>(message);
}

} // namespace

void notice(const std::string &message, const std::string &hint) { say(NOTICE, message, hint); }
void warning(const std::string &message, const std::string &hint) { say(WARNING, message, hint); }

void log(const std::string &text) {
    Message message{LOG_SERVER_ONLY, text.c_str(), ""};
    guarded<Message, send_to_log>(message);
}

} // namespace confiture::pg
