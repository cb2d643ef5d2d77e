#include "pg/json.h"

#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/json.hpp"
#include "pg/guard.h"

extern "C" {
#include "utils/fmgrprotos.h"
#include "utils/jsonb.h"
#include "utils/numeric.h"
}

namespace confiture::pg {
namespace {

// One token: the guard costs little beside what the server does for it.
struct Token {
    JsonbIterator *iterator;
    JsonbIteratorToken kind;
    JsonbValue value;
    const char *text; // of a scalar or key; not terminated
    std::size_t length;
    Datum jsonb;
};

void start(Token *token) { token->iterator = JsonbIteratorInit(&DatumGetJsonbP(token->jsonb)->root); }

void set_text(Token *token, const char *text, std::size_t length) {
    token->text = text;
    token->length = length;
}

void read_scalar(Token *token) {
    switch (token->value.type) {
    case jbvString: set_text(token, token->value.val.string.val, static_cast<std::size_t>(token->value.val.string.len)); break;
    case jbvNumeric: {
        const char *digits = DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(token->value.val.numeric)));
        set_text(token, digits, std::strlen(digits));
        break;
    }
    case jbvBool: set_text(token, token->value.val.boolean ? "true" : "false", token->value.val.boolean ? 4 : 5); break;
    default: set_text(token, "", 0);
    }
}

void next(Token *token) {
    token->kind = JsonbIteratorNext(&token->iterator, &token->value, false);
    if (token->kind == WJB_KEY || token->kind == WJB_VALUE || token->kind == WJB_ELEM) read_scalar(token);
}

using model::Json;

class Reader {
public:
    explicit Reader(Datum jsonb) {
        token_.jsonb = jsonb;
        guarded<Token, start>(token_);
    }

    Json read() {
        advance();
        return value();
    }

private:
    void advance() { guarded<Token, next>(token_); }

    std::string text() const { return std::string(token_.text, token_.length); }

    Json scalar() const {
        switch (token_.value.type) {
        case jbvString: return {Json::Kind::text, text()};
        case jbvNumeric: return {Json::Kind::number, text()};
        case jbvBool: return {Json::Kind::boolean, text()};
        default: return {};
        }
    }

    Json list() {
        Json json{Json::Kind::list};
        const bool raw = token_.value.val.array.rawScalar;
        for (advance(); token_.kind != WJB_END_ARRAY; advance()) json.items.push_back(value());
        return raw && json.items.size() == 1 ? Json(json.items[0]) : json;
    }

    Json object() {
        Json json{Json::Kind::object};
        for (advance(); token_.kind != WJB_END_OBJECT; advance()) {
            std::string key = text();
            advance();
            json.fields.emplace_back(std::move(key), value());
        }
        return json;
    }

    Json value() {
        poll();
        if (token_.kind == WJB_BEGIN_ARRAY) return list();
        return token_.kind == WJB_BEGIN_OBJECT ? object() : scalar();
    }

    Token token_{};
};

struct Input {
    const char *text;
    Datum jsonb;
};

void input(Input *in) { in->jsonb = DirectFunctionCall1(jsonb_in, CStringGetDatum(in->text)); }

} // namespace

Json json_of(Datum jsonb) { return Reader(jsonb).read(); }

Json parse_json(const std::string &text) {
    Input in{text.c_str(), 0};
    guarded<Input, input>(in);
    return json_of(in.jsonb);
}

} // namespace confiture::pg
