// State: what a run needs to go on, written and read by one function for both directions.
//
//   void persist(StateIo& io) { io("weights", weights_); io("ideal", ideal_); io("rng", rng_); }
//
// Leaves are arithmetic values, enumerations, strings and matrices; containers and structs persist
// by element and by field, never as raw bytes of a struct. The file format is CBOR, with large
// arrays as raw little-endian blobs.
#pragma once

#include "vilfredo/core/types.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace vilfredo {

class StateIo;

template <class T>
concept Persistent = requires(T& value, StateIo& io) {
  value.persist(io);
};

class StateIo {
 public:
  /// Collects state.
  [[nodiscard]] static StateIo writer();
  /// Reads what a writer's bytes() gave. Throws Error{store_damaged} if that is not what they are.
  [[nodiscard]] static StateIo reader(std::string_view bytes);

  StateIo(StateIo&&) noexcept;
  StateIo& operator=(StateIo&&) noexcept;
  ~StateIo();

  [[nodiscard]] bool reading() const;
  [[nodiscard]] std::string bytes() const;

  /// Writes or reads `value` under `name`, which is unique within its parent. Reading throws
  /// Error{store_damaged} if there is no such field or it has another shape.
  template <class T>
  void operator()(std::string_view name, T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      flag(name, value);
    } else if constexpr (std::is_enum_v<T>) {
      auto number = static_cast<std::int64_t>(value);
      integer(name, number);
      value = static_cast<T>(number);
    } else if constexpr (std::is_integral_v<T> && std::is_unsigned_v<T>) {
      auto number = static_cast<std::uint64_t>(value);
      natural(name, number);
      value = static_cast<T>(number);
    } else if constexpr (std::is_integral_v<T>) {
      auto number = static_cast<std::int64_t>(value);
      integer(name, number);
      value = static_cast<T>(number);
    } else if constexpr (std::is_floating_point_v<T>) {
      auto number = static_cast<double>(value);
      real(name, number);
      value = static_cast<T>(number);
    } else if constexpr (std::is_same_v<T, std::string>) {
      text(name, value);
    } else if constexpr (Persistent<T>) {
      enter(name);
      value.persist(*this);
      leave();
    } else {
      container(name, value);
    }
  }

 private:
  StateIo();

  void flag(std::string_view name, bool& value);
  void integer(std::string_view name, std::int64_t& value);
  void natural(std::string_view name, std::uint64_t& value);
  void real(std::string_view name, double& value);
  void text(std::string_view name, std::string& value);
  void blob(std::string_view name, void* data, std::size_t size);
  void enter(std::string_view name);
  void leave();

  template <class Scalar, int Rows, int Cols, int Options>
  void container(std::string_view name, Eigen::Matrix<Scalar, Rows, Cols, Options>& matrix) {
    static_assert(std::is_arithmetic_v<Scalar>);
    enter(name);
    Index rows = matrix.rows();
    Index cols = matrix.cols();
    (*this)("rows", rows);
    (*this)("cols", cols);
    matrix.resize(rows, cols);
    blob("data", matrix.data(), sizeof(Scalar) * static_cast<std::size_t>(matrix.size()));
    leave();
  }

  template <class T>
  void container(std::string_view name, std::vector<T>& items) {
    enter(name);
    auto size = static_cast<std::uint64_t>(items.size());
    natural("size", size);
    items.resize(size);
    if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>) {
      blob("data", items.data(), sizeof(T) * items.size());
    } else if constexpr (std::is_enum_v<T> && sizeof(T) == 1) {
      blob("data", items.data(), items.size());
    } else if constexpr (std::is_same_v<T, bool>) {
      for (std::size_t i = 0; i < items.size(); ++i) {
        bool item = items[i];
        (*this)(std::to_string(i), item);
        items[i] = item;
      }
    } else {
      for (std::size_t i = 0; i < items.size(); ++i) {
        (*this)(std::to_string(i), items[i]);
      }
    }
    leave();
  }

  template <class T>
  void container(std::string_view name, std::optional<T>& item) {
    enter(name);
    bool present = item.has_value();
    flag("present", present);
    if (present) {
      if (!item) {
        item.emplace();
      }
      (*this)("value", *item);
    } else {
      item.reset();
    }
    leave();
  }

  template <class T, class Less>
  void container(std::string_view name, std::map<std::string, T, Less>& items) {
    std::vector<std::string> keys;
    for (const auto& item : items) {
      keys.push_back(item.first);
    }
    enter(name);
    (*this)("keys", keys);
    for (const std::string& key : keys) {
      (*this)("=" + key, items[key]);
    }
    leave();
  }

  struct Tree;
  std::unique_ptr<Tree> tree_;
};

}  // namespace vilfredo
