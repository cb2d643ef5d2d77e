// What a printed text comes to once it is parsed and printed again.
#include <stdexcept>

#include "confiture/pg/canonical.hpp"
#include "confiture/pg/function.hpp"
#include "confiture/pg/transaction.hpp"

using namespace confiture;

namespace {

constexpr const char *kinds[] = {"condition", "column_default", "type_default", "constraint", "index", "partition_key",
                                 "statistics", "trigger", "rule", "view", "body", "arguments", "function"};

pg::Deparsed kind_of(const std::string &name) {
    for (std::size_t i = 0; i < std::size(kinds); i++)
        if (name == kinds[i]) return static_cast<pg::Deparsed>(i);
    throw std::invalid_argument(name);
}

std::uint32_t number(const std::string &text) { return static_cast<std::uint32_t>(std::stoul(text)); }

} // namespace

// Kinds, relations, objects, texts, and types of defaults: as many of each.
CONFITURE_FUNCTION(ground_settle) {
    const std::vector<std::string> names = call.texts(0), relations = call.texts(1), objects = call.texts(2), printed = call.texts(3), types = call.texts(4);
    std::vector<pg::Text> texts;
    for (std::size_t i = 0; i < names.size(); i++)
        texts.push_back({kind_of(names[i]), number(relations[i]), number(objects[i]), printed[i]});
    pg::roll_back([&] { pg::settle(texts); });
    for (std::size_t i = 0; i < texts.size(); i++)
        call.add_row({static_cast<std::int64_t>(i + 1), std::move(texts[i].text), texts[i].settled, pg::may_unsettle(texts[i].kind, printed[i], types[i])});
}
