#pragma once

#include <optional>
#include <set>

#include "kind.hpp"

namespace confiture::diff {

// NOT NULL of a column. Up to server 17 it is a flag, from 18 on a constraint: it has a name, its heirs may have it from their parents, and it may be NOT VALID.

// What stands of it behind the column in CREATE TABLE and ADD COLUMN, or nothing. On a partitioned table it is named, since a partition may have taken the name before.
std::string written_not_null(const Object &column, const Context &context);

// What a table says of a column that it has from a parent, in CREATE TABLE; nothing where the parent says it.
std::string own_not_null(const Object &column, const Context &context);

// Takes one column's NOT NULL to another's; without the comment.
void alter_not_null(const Object &before, const Object &after, const Context &context, Pieces &pieces);

// What CREATE TABLE and ADD COLUMN can't say; and what is said of it by COMMENT.
void finish_not_null(const Object &column, const Context &context, Pieces &pieces);
void comment_not_null(const Object &before, const Object &after, const Context &context, Pieces &pieces);

// Whether an heir would not have it without its parent.
bool is_only_inherited(const Schema &schema, const Object &column);

// The names, with their schemas, of constraints before and after that the server would not give to a NOT NULL by itself, though another one's would be that.
std::set<std::string> names_not_to_be_given(const Schema &before, const Schema &after);

// The name that a column's NOT NULL, or a constraint, takes of those of its table; nothing before 18, where the former has none.
std::optional<std::string> constraint_of(const Schema &schema, const Address &address, const Object &object);

// Whether heirs and partitions get it too.
bool hands_on_not_null(const Object &column);

// What a column that comes with its parent's has of that before anything else is done; the rest of `like` is as it was.
void inherit_not_null(const Object &parent, const Object &column, const Context &context, Object &like);

// Whether what an heir or a partition says of it itself, or says no more, comes before what its parent does.
bool is_not_null_before_parent(const Schema &before, const Schema &after, const Address &column);

} // namespace confiture::diff
