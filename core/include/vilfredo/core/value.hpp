// A small tree of plain values: what options, registries and suites exchange instead of JSON types.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace vilfredo {

/// null, boolean, integer, real, text, array or object; members keep their order of insertion.
class Value {
 public:
  using Array = std::vector<Value>;
  using Member = std::pair<std::string, Value>;
  using Object = std::vector<Member>;

  Value() = default;

  Value(std::nullptr_t) {}  // NOLINT(google-explicit-constructor)

  Value(bool flag) : data_(flag) {}  // NOLINT(google-explicit-constructor)

  Value(double number) : data_(number) {}  // NOLINT(google-explicit-constructor)

  Value(std::string text) : data_(std::move(text)) {}  // NOLINT(google-explicit-constructor)

  Value(std::string_view text) : data_(std::string(text)) {}  // NOLINT(google-explicit-constructor)

  Value(const char* text) : data_(std::string(text)) {}  // NOLINT(google-explicit-constructor)

  Value(Array items) : data_(std::move(items)) {}  // NOLINT(google-explicit-constructor)

  Value(Object members) : data_(std::move(members)) {}  // NOLINT(google-explicit-constructor)
  /// Integers are int64 where they fit, else uint64 (seeds).
  template <class T>

  requires std::is_integral_v<T> Value(T number) {  // NOLINT(google-explicit-constructor)
    if constexpr (std::is_unsigned_v<T>) {
      set_unsigned(number);
    } else {
      data_ = static_cast<std::int64_t>(number);
    }
  }

  [[nodiscard]] bool is_null() const { return holds<std::monostate>(); }

  [[nodiscard]] bool is_bool() const { return holds<bool>(); }

  [[nodiscard]] bool is_integer() const { return holds<std::int64_t>() || holds<std::uint64_t>(); }

  /// Integer or real.
  [[nodiscard]] bool is_number() const { return is_integer() || holds<double>(); }

  [[nodiscard]] bool is_string() const { return holds<std::string>(); }

  [[nodiscard]] bool is_array() const { return holds<Array>(); }

  [[nodiscard]] bool is_object() const { return holds<Object>(); }

  /// Each throws Error{invalid_config}, naming what was found, if the kind differs. A real that is
  /// whole converts to an integer, an integer to a real.
  [[nodiscard]] bool as_bool() const;
  [[nodiscard]] std::int64_t as_int() const;
  [[nodiscard]] std::uint64_t as_unsigned() const;
  [[nodiscard]] double as_double() const;
  [[nodiscard]] const std::string& as_string() const;
  [[nodiscard]] const Array& as_array() const;
  [[nodiscard]] Array& as_array();
  [[nodiscard]] const Object& as_object() const;
  [[nodiscard]] Object& as_object();

  /// Member of an object, or null if this is no object or has no such member.
  [[nodiscard]] const Value* find(std::string_view key) const;
  [[nodiscard]] Value* find(std::string_view key);
  /// Member of an object, added as null if missing; a null value becomes an object first.
  Value& operator[](std::string_view key);

  /// "null", "boolean", "integer", "number", "string", "array" or "object".
  [[nodiscard]] std::string_view kind() const;

  bool operator==(const Value& other) const { return data_ == other.data_; }

 private:
  template <class T>
  [[nodiscard]] bool holds() const {
    return std::holds_alternative<T>(data_);
  }

  void set_unsigned(std::uint64_t number) {
    if (number <= static_cast<std::uint64_t>(INT64_MAX)) {
      data_ = static_cast<std::int64_t>(number);
    } else {
      data_ = number;
    }
  }

  std::
      variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, Array, Object>
          data_;
};

/// Objects are merged member by member, everything else in `over` replaces; null in `over` replaces
/// too (the caller decides what a null means).
void merge(Value& base, const Value& over);

/// The value an RFC 6901 pointer names ("" is the root), or null pointer.
[[nodiscard]] const Value* at_pointer(const Value& root, std::string_view pointer);
/// Sets it, creating objects on the way; throws Error{invalid_config} where an array or scalar is
/// in the way or an array index is out of range.
void set_pointer(Value& root, std::string_view pointer, Value value);
/// One step of a pointer, with "~" and "/" escaped.
[[nodiscard]] std::string pointer_step(std::string_view key);

/// JSON text; indent < 0 gives one line. Reals keep their shortest exact digits. Throws
/// Error{invalid_argument} for a NaN or infinity, which JSON cannot hold.
[[nodiscard]] std::string to_json(const Value& value, int indent = -1);
/// The text that is hashed: keys sorted by bytes, no blanks, reals as "f64:<16 hex digits>" of
/// their bits with -0 as +0. Throws Error{invalid_argument} for a NaN.
[[nodiscard]] std::string canonical(const Value& value);

}  // namespace vilfredo
