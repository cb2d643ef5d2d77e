#include "bodies.hpp"

#include <set>

#include "confiture/base/poll.hpp"
#include "confiture/text/quote.hpp"

namespace confiture::diff {
namespace {

bool begins_word(unsigned char c) { return std::isalpha(c) != 0 || c == '_' || c >= 0x80; }
bool goes_on_in_word(unsigned char c) { return begins_word(c) || std::isdigit(c) != 0; }

std::string folded(std::string word) {
    for (char &c : word)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return word;
}

// Names, as the server would fold them; of literals and comments as well, since a text may be run by EXECUTE.
std::set<std::string> words_of(const std::string &text) {
    std::set<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        if (text[at] == '"') {
            end = std::min(text.find('"', at + 1), text.size() - 1) + 1;
            words.insert(text.substr(at + 1, end - at - 2));
            // Also what stands between what is taken for quotes by mistake.
            end = at + 1;
        } else if (begins_word(static_cast<unsigned char>(text[at]))) {
            while (end < text.size() && goes_on_in_word(static_cast<unsigned char>(text[end]))) end++;
            words.insert(folded(text.substr(at, end - at)));
            // A dollar may be a part of the name, or quote the text that begins or ends there.
            for (std::size_t more = end; more < text.size() && (text[more] == '$' || goes_on_in_word(static_cast<unsigned char>(text[more]))); more++)
                if (text[more] == '$' || more + 1 == text.size() || !goes_on_in_word(static_cast<unsigned char>(text[more + 1])))
                    words.insert(folded(text.substr(at, more + 1 - at)));
        }
        at = end;
    }
    return words;
}

// That of others is a name in a library, or was parsed when the function was made.
bool has_text_body(const Object &function) {
    const std::string &language = function.text("language");
    return !function.has("atomic") && language != "c" && language != "internal";
}

using Names = std::map<std::string, std::vector<Address>>;

void add_name(const Schema &schema, const Address &address, Names &names) {
    const Object &object = schema.at(address);
    // A part of something has its name in there only; columns are asked for with their table.
    if (object.has("name") && (!object.has("relation") || is_table_column(address))) names[text::unquoted(object.text("name"))].push_back(address);
}

class Bodies {
public:
    Bodies(const Schema &before, const Schema &after, const Changes &changes) : before_(before), after_(after), changes_(changes) {
        for (const auto &[address, fate] : changes_.fates) {
            base::poll();
            if (changes_.is_created(address)) add_name(after_, address, come_);
            if (fate == Fate::removed && !is_table_column(address)) add_name(before_, address, go_);
        }
    }

    Wishes wishes() {
        for (const auto &[address, fate] : changes_.fates) {
            base::poll();
            if (!is_routine(address)) continue;
            if (const Object *next = after_.find(address); next != nullptr && has_text_body(*next)) come_before(*next, {fate == Fate::altered ? Phase::alter : Phase::create, address});
            if (const Object *old = before_.find(address); old != nullptr && has_text_body(*old)) go_behind(*old, {fate == Fate::altered ? Phase::alter : Phase::drop, address});
        }
        return std::move(wishes_);
    }

private:
    void come_before(const Object &function, const Key &key) {
        const std::set<std::string> words = words_of(function.text("definition"));
        for (const std::string &word : words) {
            const auto found = come_.find(word);
            if (found == come_.end()) continue;
            for (const Address &named : found->second) {
                if (is_table_column(named) && !names_table(words, after_.at(named))) continue;
                if (named != key.second) wishes_.push_back({{Phase::create, named}, key});
            }
        }
    }

    void go_behind(const Object &function, const Key &key) {
        for (const std::string &word : words_of(function.text("definition"))) {
            const auto found = go_.find(word);
            if (found == go_.end()) continue;
            for (const Address &named : found->second)
                if (named != key.second) wishes_.push_back({key, {Phase::drop, named}});
        }
    }

    bool names_table(const std::set<std::string> &words, const Object &column) const {
        const Object *table = after_.find(table_of(after_, column.text("relation")));
        return table != nullptr && words.contains(text::unquoted(table->text("name")));
    }

    const Schema &before_;
    const Schema &after_;
    const Changes &changes_;
    Names come_{};
    Names go_{};
    Wishes wishes_{};
};

} // namespace

bool is_routine(const Address &address) { return address.kind == "function" || address.kind == "procedure"; }

bool is_overloaded(const Schema &before, const Schema &after, const Address &gone, const Address &dependent) {
    const Object &old = before.at(gone);
    const auto needs = after.depends.find(dependent);
    return gone.kind == "function" && needs != after.depends.end() && std::any_of(needs->second.begin(), needs->second.end(), [&](const model::Dependency &need) {
        return need.on.kind == "function" && before.find(need.on) == nullptr && after.at(need.on).text("name") == old.text("name") &&
               after.at(need.on).text("schema") == old.text("schema");
    });
}

Wishes wishes_of_bodies(const Schema &before, const Schema &after, const Changes &changes) { return Bodies(before, after, changes).wishes(); }

} // namespace confiture::diff
