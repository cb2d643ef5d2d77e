#include "kind.hpp"

#include "confiture/model/conditions.hpp"

namespace confiture::diff {
namespace {

constexpr const Kind *kinds[] = {&schema_kind, &extension_kind, &language_kind, &collation_kind, &type_kind, &domain_constraint_kind, &sequence_kind, &function_kind,
                                 &procedure_kind, &aggregate_kind, &operator_kind, &operator_family_kind, &operator_class_kind, &cast_kind,
                                 &transform_kind, &conversion_kind, &access_method_kind, &text_search_parser_kind, &text_search_template_kind,
                                 &text_search_dictionary_kind, &text_search_configuration_kind, &foreign_data_wrapper_kind, &foreign_server_kind, &user_mapping_kind,
                                 &table_kind, &foreign_table_kind, &column_kind, &foreign_column_kind, &default_kind, &constraint_kind, &index_kind, &statistics_kind, &view_kind,
                                 &matview_kind, &view_column_kind, &matview_column_kind, &rule_kind, &trigger_kind, &policy_kind, &event_trigger_kind, &publication_kind, &publication_relation_kind,
                                 &publication_namespace_kind, &subscription_kind, &default_acl_kind,
                                 &initial_privileges_kind};

} // namespace

const Kind *find_kind(const std::string &name) {
    for (const Kind *kind : kinds)
        if (name == kind->name) return kind;
    return nullptr;
}

const Kind &kind_of(const std::string &name) {
    const Kind *kind = find_kind(name);
    if (kind == nullptr) throw Problem(condition::invalid_snapshot, "this is no snapshot of confiture", "It has objects of kind \"" + name + "\".", "SELECT confiture.snapshot()");
    return *kind;
}

std::size_t rank_of(const std::string &name) {
    std::size_t rank = 0;
    while (rank < std::size(kinds) && name != kinds[rank]->name) rank++;
    return rank;
}

} // namespace confiture::diff
