#include "confiture/model/json.hpp"

namespace confiture::model {

const Json *Json::find(const std::string &name) const {
    for (const auto &[key, value] : fields)
        if (key == name) return &value;
    return nullptr;
}

Json *Json::find(const std::string &name) { return const_cast<Json *>(std::as_const(*this).find(name)); }

} // namespace confiture::model
