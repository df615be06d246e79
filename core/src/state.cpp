#include "vilfredo/core/state.hpp"

#include "vilfredo/core/error.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstring>

namespace vilfredo {

using Json = nlohmann::json;

struct StateIo::Tree {
  bool reading = false;
  Json root = Json::object();
  std::vector<Json*> path;
  std::vector<std::string> names;

  [[nodiscard]] Json& here() { return *path.back(); }

  [[noreturn]] void damaged(std::string_view name, std::string_view why) const {
    std::string at;
    for (const std::string& step : names) {
      at += "/" + step;
    }
    throw Error(Errc::store_damaged, fmt::format("the saved state {}", why))
        .with("field", fmt::format("{}/{}", at, name));
  }

  [[nodiscard]] Json& child(std::string_view name) {
    const auto found = here().find(std::string(name));
    if (found == here().end()) {
      damaged(name, "lacks a field");
    }
    return *found;
  }

  void add(std::string_view name, Json value) {
    if (!here().emplace(std::string(name), std::move(value)).second) {
      throw Error(Errc::internal, "a state field is written twice")
          .with("field", std::string(name));
    }
  }
};

StateIo::StateIo() : tree_(std::make_unique<Tree>()) {
  tree_->path.push_back(&tree_->root);
}

StateIo::StateIo(StateIo&&) noexcept = default;

StateIo& StateIo::operator=(StateIo&&) noexcept = default;

StateIo::~StateIo() = default;

StateIo StateIo::writer() {
  return {};
}

StateIo StateIo::reader(std::string_view bytes) {
  StateIo io;
  io.tree_->reading = true;
  io.tree_->root = Json::from_cbor(bytes.begin(), bytes.end(), true, false);
  if (!io.tree_->root.is_object()) {
    throw Error(Errc::store_damaged, "the saved state cannot be read: truncated or not CBOR");
  }
  return io;
}

bool StateIo::reading() const {
  return tree_->reading;
}

std::string StateIo::bytes() const {
  std::string out;
  Json::to_cbor(tree_->root, out);
  return out;
}

void StateIo::flag(std::string_view name, bool& value) {
  if (!tree_->reading) {
    tree_->add(name, value);
    return;
  }
  const Json& found = tree_->child(name);
  if (!found.is_boolean()) {
    tree_->damaged(name, "has a field of another kind");
  }
  value = found.get<bool>();
}

void StateIo::integer(std::string_view name, std::int64_t& value) {
  if (!tree_->reading) {
    tree_->add(name, value);
    return;
  }
  const Json& found = tree_->child(name);
  if (!found.is_number_integer()) {
    tree_->damaged(name, "has a field of another kind");
  }
  value = found.get<std::int64_t>();
}

void StateIo::natural(std::string_view name, std::uint64_t& value) {
  if (!tree_->reading) {
    tree_->add(name, value);
    return;
  }
  const Json& found = tree_->child(name);
  if (!found.is_number_unsigned()) {
    tree_->damaged(name, "has a field of another kind");
  }
  value = found.get<std::uint64_t>();
}

void StateIo::real(std::string_view name, double& value) {
  blob(name, &value, sizeof(value));  // bit for bit, also NaN and -0
}

void StateIo::text(std::string_view name, std::string& value) {
  // As a blob, since text from outside need not be UTF-8.
  enter(name);
  auto size = static_cast<std::uint64_t>(value.size());
  natural("size", size);
  value.resize(size);
  blob("bytes", value.data(), value.size());
  leave();
}

void StateIo::blob(std::string_view name, void* data, std::size_t size) {
  if (!tree_->reading) {
    const auto* bytes = static_cast<const std::uint8_t*>(data);
    tree_->add(name, Json::binary(std::vector<std::uint8_t>(bytes, bytes + size)));
    return;
  }
  const Json& found = tree_->child(name);
  if (!found.is_binary() || found.get_binary().size() != size) {
    tree_->damaged(name, "has an array of another size");
  }
  if (size > 0) {
    std::memcpy(data, found.get_binary().data(), size);
  }
}

void StateIo::enter(std::string_view name) {
  if (!tree_->reading) {
    tree_->add(name, Json::object());
  }
  Json& child = tree_->child(name);
  if (!child.is_object()) {
    tree_->damaged(name, "has a field of another kind");
  }
  tree_->path.push_back(&child);
  tree_->names.emplace_back(name);
}

void StateIo::leave() {
  tree_->path.pop_back();
  tree_->names.pop_back();
}

}  // namespace vilfredo
