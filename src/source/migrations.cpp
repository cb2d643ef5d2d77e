#include "confiture/source/migrations.hpp"

#include "confiture/model/path.hpp"
#include "confiture/pg/interrupt.hpp"

namespace confiture::source {

std::vector<Migration> migrations(const std::vector<File> &files) {
    std::vector<model::MigrationFile> named;
    for (std::size_t i = 0; i < files.size(); i++) {
        pg::poll();
        if (model::area_of(files[i].path) == model::Area::migration) named.push_back({files[i].path, i});
    }
    std::vector<Migration> result;
    for (model::Migration &pair : model::pair_migrations(named)) {
        pg::poll();
        const File &up = files[pair.up];
        std::optional<File> down;
        if (pair.down) down = files[*pair.down];
        result.push_back({std::move(pair), up, std::move(down)});
    }
    return result;
}

} // namespace confiture::source
