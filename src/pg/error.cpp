#include "confiture/pg/error.hpp"

namespace confiture::pg {

void Error::add_context(std::string_view line) {
    std::string &context = fields_->context;
    if (!context.empty()) context += '\n';
    context += line;
}

void Error::point_into(std::string_view query) {
    if (!fields_->internal_query.empty()) return;
    fields_->internal_query = query;
    fields_->internal_position = fields_->cursor_position;
    fields_->cursor_position = 0;
}

} // namespace confiture::pg
