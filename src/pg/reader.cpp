#include "pg/reader.h"

#include "pg/compat.h"

extern "C" {
#include "parser/parser.h"
}

namespace confiture::pg {
namespace {

// The scanner's own codes for keywords, in the order of the server's list: gram.h, which has others, is not installed from 16 on.
enum Keyword : std::uint16_t {
    keyword_base = 1000,
#define PG_KEYWORD(name, value, category, label) kw_##value,
#include "parser/kwlist.h"
#undef PG_KEYWORD
};

constexpr std::uint16_t keyword_codes[] = {
#define PG_KEYWORD(name, value, category, label) kw_##value,
#include "parser/kwlist.h"
#undef PG_KEYWORD
};

// Codes of the scanner that scanner.h promises to any parser built on it.
enum : int { token_identifier = 258, token_string = 261 };

constexpr int most_first = 5;

// A warning repeats statements up to this many bytes.
constexpr std::size_t longest_shown = 8000;

// What is known of the statement while its tokens are read.
struct Tokens {
    int first[most_first];
    int count;
    int parentheses;
    int atomic_depth;
    int previous;
    bool password_word;
};

bool creates_routine(const Tokens &tokens) {
    if (tokens.count < 2 || tokens.first[0] != kw_CREATE) return false;
    int at = tokens.count >= 4 && tokens.first[1] == kw_OR && tokens.first[2] == kw_REPLACE ? 3 : 1;
    return tokens.first[at] == kw_FUNCTION || tokens.first[at] == kw_PROCEDURE;
}

void count_atomic(Tokens *tokens, int token) {
    if (tokens->parentheses > 0 || !creates_routine(*tokens)) return;
    if (tokens->atomic_depth == 0) {
        if (token == kw_ATOMIC && tokens->previous == kw_BEGIN_P) tokens->atomic_depth = 1;
    } else if (token == kw_CASE) {
        tokens->atomic_depth++;
    } else if (token == kw_END_P) {
        tokens->atomic_depth--;
    }
}

bool holds_word(const char *text, const char *word) {
    std::size_t length = std::strlen(word);
    for (; *text != '\0'; text++)
        if (pg_strncasecmp(text, word, length) == 0) return true;
    return false;
}

void note_token(Tokens *tokens, int token, const core_YYSTYPE &value) {
    if (tokens->count < most_first) tokens->first[tokens->count++] = token;
    if (token == '(') tokens->parentheses++;
    if (token == ')' && tokens->parentheses > 0) tokens->parentheses--;
    count_atomic(tokens, token);
    if (token == kw_PASSWORD || token == kw_CONNECTION) tokens->password_word = true;
    if (token == token_identifier && holds_word(value.str, "password")) tokens->password_word = true;
    tokens->previous = token;
}

// Whether a literal looks as if it held a password: a connection string, or SQL in a DO block.
bool literal_is_secret(const char *literal) { return holds_word(literal, "password=") || holds_word(literal, "password '"); }

// Roles, subscriptions, servers and user mappings carry passwords; a column of that name in a table does not.
bool is_secret(const Tokens &tokens) {
    if (tokens.count < 3 || (tokens.first[0] != kw_CREATE && tokens.first[0] != kw_ALTER)) return false;
    int object = tokens.first[1];
    if (object == kw_USER && tokens.first[2] == kw_MAPPING) return true;
    bool carrier = object == kw_ROLE || object == kw_USER || object == kw_GROUP_P || object == kw_SUBSCRIPTION ||
                   object == kw_SERVER || object == kw_FOREIGN;
    return carrier && tokens.password_word;
}

bool ends_statement(const Tokens &tokens, int token) {
    return token == ';' && tokens.parentheses == 0 && tokens.atomic_depth == 0;
}

void finish_scan(Reader *reader, const Tokens &tokens, std::size_t end) {
    reader->end = end;
    reader->found = true;
    reader->blank = tokens.count == 0;
    if (reader->blank) reader->begin = end;
}

bool is_final_window(const Reader *reader) { return reader->window_begin + reader->window_size >= reader->length; }

} // namespace

void open_reader(Reader *reader) {
    reader->memory = AllocSetContextCreate(CurTransactionContext, "confiture script", ALLOCSET_DEFAULT_SIZES);
    reader->window_memory = AllocSetContextCreate(reader->memory, "confiture window", ALLOCSET_DEFAULT_SIZES);
    reader->statement_memory = AllocSetContextCreate(reader->memory, "confiture statement", ALLOCSET_DEFAULT_SIZES);
}

void close_reader(Reader *reader) { MemoryContextDelete(reader->memory); }

void open_window(Reader *reader) {
    MemoryContextReset(reader->window_memory);
    MemoryContext outer = MemoryContextSwitchTo(reader->window_memory);
    reader->window_size = std::min(reader->window_size, reader->length - reader->window_begin);
    char *copy = static_cast<char *>(palloc(reader->window_size + 1));
    std::memcpy(copy, reader->text + reader->window_begin, reader->window_size);
    copy[reader->window_size] = '\0';
    reader->scanner = scanner_init(copy, &reader->extra, &ScanKeywords, keyword_codes);
    pfree(copy);
    quiet_strings(&reader->extra);
    MemoryContextSwitchTo(outer);
}

void scan_tokens(Reader *reader) {
    MemoryContext outer = MemoryContextSwitchTo(reader->window_memory);
    Tokens tokens{};
    reader->found = reader->backslash = reader->secret = false;
    follow_string_settings(&reader->extra);
    while (!reader->found) {
        CHECK_FOR_INTERRUPTS();
        core_YYSTYPE value;
        YYLTYPE location = 0;
        int token = core_yylex(&value, &location, reader->scanner);
        std::size_t offset = reader->window_begin + location;
        if (token == 0) {
            if (is_final_window(reader)) finish_scan(reader, tokens, reader->length);
            break;
        }
        if (token == '\\') {
            finish_scan(reader, tokens, offset);
            reader->backslash = true;
        } else if (ends_statement(tokens, token)) {
            finish_scan(reader, tokens, offset);
        } else {
            if (tokens.count == 0) reader->begin = offset;
            note_token(&tokens, token, value);
            if ((token == token_string && literal_is_secret(value.str)) || is_secret(tokens)) reader->secret = true;
        }
    }
    MemoryContextSwitchTo(outer);
}

namespace {

bool is_transaction_setting(const VariableSetStmt *set) {
    return set->kind == VAR_SET_MULTI &&
           (std::strcmp(set->name, "TRANSACTION") == 0 || std::strcmp(set->name, "TRANSACTION SNAPSHOT") == 0);
}

const char *first_argument(const VariableSetStmt *set) {
    if (set->args == NIL || !IsA(linitial(set->args), A_Const)) return "";
    const A_Const *constant = linitial_node(A_Const, set->args);
    return IsA(&constant->val, String) ? strVal(&constant->val) : "";
}

bool changes_strings(const VariableSetStmt *set) {
    return set->name != nullptr && (pg_strcasecmp(set->name, "standard_conforming_strings") == 0 || pg_strcasecmp(set->name, "backslash_quote") == 0);
}

void classify_set(Reader *reader, const VariableSetStmt *set) {
    reader->string_setting = changes_strings(set);
    reader->path_setting = set->name != nullptr && pg_strcasecmp(set->name, "search_path") == 0;
    reader->session_setting = !set->is_local;
    if (is_transaction_setting(set)) {
        reader->kind = StatementKind::transaction_control;
    } else if (set->kind == VAR_SET_VALUE && pg_strcasecmp(set->name, "client_encoding") == 0) {
        reader->kind = StatementKind::client_encoding;
        reader->name = first_argument(set);
    } else if (set->kind == VAR_SET_VALUE && std::strchr(set->name, '.') == nullptr &&
               GetConfigOption(set->name, true, false) == nullptr) {
        reader->kind = StatementKind::unknown_setting;
        reader->name = set->name;
    }
}

void classify_transaction(Reader *reader, const TransactionStmt *statement) {
    const bool plain = statement->options == NIL && !statement->chain;
    const bool begins = statement->kind == TRANS_STMT_BEGIN || statement->kind == TRANS_STMT_START;
    if (plain && begins) reader->kind = StatementKind::begin;
    else if (plain && statement->kind == TRANS_STMT_COMMIT) reader->kind = StatementKind::commit;
    else reader->kind = StatementKind::transaction_control;
}

void classify_copy(Reader *reader, const CopyStmt *copy) {
    if (copy->filename != nullptr || copy->is_program) return;
    reader->kind = copy->is_from ? StatementKind::copy_in : StatementKind::copy_out;
}

void classify_constraints(Reader *reader, const ConstraintsSetStmt *set) {
    if (set->constraints != NIL) return;
    reader->kind = StatementKind::all_constraints;
    reader->name = set->deferred ? "DEFERRED" : "IMMEDIATE";
}

// Word for word as pg_dump writes it: nothing else is sure to do no more than that.
bool is_path_of_dump(const char *statement) {
    constexpr char form[] = "SELECT pg_catalog.set_config('search_path', '', false)";
    if (std::strncmp(statement, form, sizeof form - 1) != 0) return false;
    return std::strspn(statement + sizeof form - 1, " \t\r\n") == std::strlen(statement + sizeof form - 1);
}

bool is_own_extension(Node *statement) {
    if (IsA(statement, CreateExtensionStmt)) {
        const CreateExtensionStmt *create = castNode(CreateExtensionStmt, statement);
        return create->if_not_exists && std::strcmp(create->extname, "confiture") == 0;
    }
    if (!IsA(statement, CommentStmt)) return false;
    const CommentStmt *comment = castNode(CommentStmt, statement);
    return comment->objtype == OBJECT_EXTENSION && std::strcmp(strVal(comment->object), "confiture") == 0;
}

void classify(Reader *reader) {
    Node *statement = reader->tree->stmt;
    reader->kind = StatementKind::plain;
    if (IsA(statement, TransactionStmt)) classify_transaction(reader, castNode(TransactionStmt, statement));
    else if (IsA(statement, CopyStmt)) classify_copy(reader, castNode(CopyStmt, statement));
    else if (IsA(statement, VariableSetStmt)) classify_set(reader, castNode(VariableSetStmt, statement));
    else if (IsA(statement, ConstraintsSetStmt)) classify_constraints(reader, castNode(ConstraintsSetStmt, statement));
    else if (is_own_extension(statement)) reader->kind = StatementKind::own_extension;
    else if (IsA(statement, SelectStmt)) {
        reader->large_object = pg_strncasecmp(reader->statement_text, "SELECT pg_catalog.lo", 20) == 0;
        reader->path_setting = is_path_of_dump(reader->statement_text);
    }
}

} // namespace

void point_warning(void *argument) {
    const Reader *reader = static_cast<const Reader *>(argument);
    const int code = geterrcode();
    const int category = ERRCODE_TO_CATEGORY(code);
    const bool is_error = category != ERRCODE_SUCCESSFUL_COMPLETION && category != ERRCODE_WARNING &&
                          code != ERRCODE_NONSTANDARD_USE_OF_ESCAPE_CHARACTER;
    const int position = geterrposition();
    if (is_error || position <= 0) return;
    errposition(0);
    if (reader->secret || reader->end - reader->begin > longest_shown) return;
    internalerrposition(position);
    internalerrquery(reader->statement_text);
}

void parse_statement(Reader *reader) {
    MemoryContextReset(reader->statement_memory);
    MemoryContext outer = MemoryContextSwitchTo(reader->statement_memory);
    reader->kind = StatementKind::empty;
    reader->name = "";
    reader->large_object = false;
    reader->string_setting = reader->path_setting = reader->session_setting = false;
    reader->tree = nullptr;
    std::size_t length = reader->end - reader->begin;
    char *copy = static_cast<char *>(palloc(length + 1));
    std::memcpy(copy, reader->text + reader->begin, length);
    copy[length] = '\0';
    reader->statement_text = copy;
    ErrorContextCallback callback{error_context_stack, point_warning, reader};
    error_context_stack = &callback;
    List *trees = raw_parser(copy, RAW_PARSE_DEFAULT);
    error_context_stack = callback.previous;
    if (list_length(trees) > 1) elog(ERROR, "the scanner saw one statement, the grammar %d", list_length(trees));
    if (trees != NIL) {
        reader->tree = linitial_node(RawStmt, trees);
        classify(reader);
    }
    MemoryContextSwitchTo(outer);
}

} // namespace confiture::pg
