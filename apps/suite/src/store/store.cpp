#include "store/connection.hpp"

#include <vilfredo/suite/store/store.hpp>

namespace vilfredo::suite {

Store::Store(const std::filesystem::path& path, Access access)
    : engine_(std::make_unique<Engine>(path, access)) {}

Store::~Store() = default;
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;

const std::filesystem::path& Store::path() const {
  return engine_->connection.path();
}

}  // namespace vilfredo::suite
