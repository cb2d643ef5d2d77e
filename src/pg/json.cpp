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

struct Token {
    JsonbIteratorToken kind;
    jbvType type;
    const char *text; // of a scalar or key; not terminated
    std::size_t length;
    std::size_t count; // of what a list or an object has
    bool raw;
};

constexpr int most_tokens = 256;

// Some tokens at once: a guard costs more than a token.
struct Tokens {
    Datum jsonb;
    JsonbIterator *iterator;
    int count;
    Token tokens[most_tokens];
};

void start(Tokens *tokens) { tokens->iterator = JsonbIteratorInit(&DatumGetJsonbP(tokens->jsonb)->root); }

void set_text(Token *token, const char *text, std::size_t length) {
    token->text = text;
    token->length = length;
}

void read_scalar(Token *token, const JsonbValue &value) {
    token->type = value.type;
    switch (value.type) {
    case jbvString: set_text(token, value.val.string.val, static_cast<std::size_t>(value.val.string.len)); break;
    case jbvNumeric: {
        const char *digits = DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value.val.numeric)));
        set_text(token, digits, std::strlen(digits));
        break;
    }
    case jbvBool: set_text(token, value.val.boolean ? "true" : "false", value.val.boolean ? 4 : 5); break;
    default: set_text(token, "", 0);
    }
}

void next(Tokens *tokens) {
    JsonbValue value;
    JsonbIteratorToken kind = WJB_BEGIN_OBJECT;
    for (tokens->count = 0; tokens->count < most_tokens && kind != WJB_DONE; tokens->count++) {
        Token *token = &tokens->tokens[tokens->count];
        kind = JsonbIteratorNext(&tokens->iterator, &value, false);
        token->kind = kind;
        if (kind == WJB_KEY || kind == WJB_VALUE || kind == WJB_ELEM) read_scalar(token, value);
        token->raw = kind == WJB_BEGIN_ARRAY && value.val.array.rawScalar;
        token->count = kind == WJB_BEGIN_ARRAY ? static_cast<std::size_t>(value.val.array.nElems) : kind == WJB_BEGIN_OBJECT ? static_cast<std::size_t>(value.val.object.nPairs) : 0;
    }
}

using model::Json;

class Reader {
public:
    explicit Reader(Datum jsonb) {
        tokens_.jsonb = jsonb;
        guarded<Tokens, start>(tokens_);
    }

    Json read() {
        advance();
        return value();
    }

private:
    void advance() {
        if (++at_ < tokens_.count) return;
        guarded<Tokens, next>(tokens_);
        at_ = 0;
    }

    const Token &token() const { return tokens_.tokens[at_]; }

    std::string text() const { return std::string(token().text, token().length); }

    Json scalar() const {
        switch (token().type) {
        case jbvString: return {Json::Kind::text, text()};
        case jbvNumeric: return {Json::Kind::number, text()};
        case jbvBool: return {Json::Kind::boolean, text()};
        default: return {};
        }
    }

    Json list() {
        Json json{Json::Kind::list};
        const bool raw = token().raw;
        json.items.reserve(token().count);
        for (advance(); token().kind != WJB_END_ARRAY; advance()) json.items.push_back(value());
        if (raw && json.items.size() == 1) return Json(std::move(json.items[0]));
        return json;
    }

    Json object() {
        Json json{Json::Kind::object};
        json.fields.reserve(token().count);
        for (advance(); token().kind != WJB_END_OBJECT; advance()) {
            std::string key = text();
            advance();
            json.fields.emplace_back(std::move(key), value());
        }
        return json;
    }

    Json value() {
        poll();
        if (token().kind == WJB_BEGIN_ARRAY) return list();
        return token().kind == WJB_BEGIN_OBJECT ? object() : scalar();
    }

    Tokens tokens_{};
    int at_ = 0;
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
