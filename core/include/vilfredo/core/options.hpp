// Options: plain aggregates that describe themselves.
//
//   struct MoeadOptions {
//     Index population = 100;
//     double delta = 0.9;
//     static constexpr auto fields() {
//       return std::tuple{
//           field("population", &MoeadOptions::population, at_least(3), "sub-problems"),
//           field("delta", &MoeadOptions::delta, closed(0, 1), "probability of mating inside T")};
//     }
//     static void check(const MoeadOptions& o);  // optional: rules that join two fields
//   };
//
// From that one list come JSON in and out, range errors, help, the docs table, the schema and the
// text that is hashed. A member may be a bool, integer, double, string, enumeration with
// enum_names(), vector of those, nested options, or a std::variant of options (a nested choice,
// tagged by "type"; each alternative has kType). Every member needs a default initialiser; arrays
// and std::optional are not supported.
#pragma once

#include "vilfredo/core/error.hpp"
#include "vilfredo/core/json_text.hpp"
#include "vilfredo/core/types.hpp"
#include "vilfredo/core/value.hpp"

#include <array>
#include <concepts>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace vilfredo {

/// Allowed numbers; also bounds the length of a list where `of_length` is set.
struct Range {
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  bool open_lower = false;
  bool open_upper = false;

  [[nodiscard]] bool contains(double x) const {
    return (open_lower ? x > lower : x >= lower) && (open_upper ? x < upper : x <= upper);
  }

  /// ">= 3", "[0, 1]", "(0, 1]" or "" if everything is allowed.
  [[nodiscard]] std::string text() const;
};

constexpr Range any_value() {
  return {};
}

constexpr Range at_least(double lower) {
  return {.lower = lower};
}

constexpr Range above(double lower) {
  return {.lower = lower, .open_lower = true};
}

constexpr Range at_most(double upper) {
  return {.upper = upper};
}

constexpr Range closed(double lower, double upper) {
  return {.lower = lower, .upper = upper};
}

constexpr Range open(double lower, double upper) {
  return {.lower = lower, .upper = upper, .open_lower = true, .open_upper = true};
}

constexpr Range open_closed(double lower, double upper) {
  return {.lower = lower, .upper = upper, .open_lower = true};
}

template <class Owner, class T>
struct Field {
  std::string_view name;
  T Owner::*member;
  Range range;
  std::string_view help;
};

template <class Owner, class T>
constexpr Field<Owner, T> field(std::string_view name,
                                T Owner::*member,
                                Range range,
                                std::string_view help) {
  return {name, member, range, help};
}

template <class Owner, class T>
constexpr Field<Owner, T> field(std::string_view name, T Owner::*member, std::string_view help) {
  return {name, member, Range{}, help};
}

/// An enumerator and its spelling in JSON; return an array of these from
/// `constexpr auto enum_names(E)`, found by argument-dependent lookup.
template <class E>
struct EnumName {
  std::string_view name;
  E value;
};

template <class E>
concept NamedEnum = std::is_enum_v<E> && requires {
  enum_names(E{});
};

template <NamedEnum E>
[[nodiscard]] constexpr std::string_view enum_name(E value) {
  for (const auto& entry : enum_names(E{})) {
    if (entry.value == value) {
      return entry.name;
    }
  }
  return "?";
}

namespace detail {

struct AnyMember {
  template <class T>
  constexpr operator T() const;  // NOLINT(google-explicit-constructor)
};

template <class T, std::size_t... I>
constexpr bool brace_constructible(std::index_sequence<I...>) {
  return requires {
    T{((void)I, AnyMember{})...};
  };
}

template <class T, std::size_t N = 0>
constexpr std::size_t member_count() {
  if constexpr (brace_constructible<T>(std::make_index_sequence<N + 1>{})) {
    return member_count<T, N + 1>();
  } else {
    return N;
  }
}

}  // namespace detail

/// An aggregate whose fields() lists each of its members.
template <class O>
concept Options = std::is_aggregate_v<O> && std::default_initializable<O> && requires {
  O::fields();
} && std::tuple_size_v<decltype(O::fields())>

== detail::member_count<O>();

/// For a solver, problem or indicator that has nothing to set.
struct NoOptions {
  static constexpr auto fields() { return std::tuple{}; }
};

static_assert(Options<NoOptions>);

/// One field as help, docs and schemas need it.
struct FieldDescription {
  /// A nested choice: the spelling of "type" and what that type can set.
  struct Alternative;

  std::string name;
  std::string type;  ///< boolean, integer, number, string, enum, object, choice, list of …
  Value default_value;
  Range range;
  std::vector<std::string> names;  ///< spellings of an enum
  std::string help;
  std::vector<FieldDescription> fields;   ///< of nested options
  std::vector<Alternative> alternatives;  ///< of a nested choice
};

struct FieldDescription::Alternative {
  std::string type;
  std::vector<FieldDescription> fields;
};

template <Options O>
void read_options(const Value& value, O& out, const std::string& pointer, Faults& faults);
template <Options O>
[[nodiscard]] Value to_value(const O& options);
template <Options O>
[[nodiscard]] std::vector<FieldDescription> describe_options();

namespace detail {

void wrong_kind(std::string_view wanted, const Value& found, const std::string& at, Faults& faults);
bool read_number(const Value& value,
                 const Range& range,
                 bool integer,
                 const std::string& at,
                 std::pair<double, std::int64_t>& out,
                 Faults& faults);
bool in_integer_range(
    std::int64_t number, double lowest, double highest, const std::string& at, Faults& faults);
void unknown_choice(std::string_view word,
                    std::span<const std::string> allowed,
                    const std::string& at,
                    Faults& faults);
void unknown_keys(const Value& object,
                  std::span<const std::string> known,
                  const std::string& pointer,
                  Faults& faults);

template <class T>
struct is_vector : std::false_type {};

template <class T>
struct is_vector<std::vector<T>> : std::true_type {};

template <class T>
struct is_variant : std::false_type {};

template <class... T>
struct is_variant<std::variant<T...>> : std::true_type {};

template <class T>
void read_field(
    const Value& value, T& out, const Range& range, const std::string& at, Faults& faults);

template <class T>
void read_scalar(
    const Value& value, T& out, const Range& range, const std::string& at, Faults& faults) {
  if constexpr (std::is_same_v<T, bool>) {
    if (!value.is_bool()) {
      wrong_kind("boolean", value, at, faults);
      return;
    }
    out = value.as_bool();
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!value.is_string()) {
      wrong_kind("string", value, at, faults);
      return;
    }
    out = value.as_string();
  } else if constexpr (NamedEnum<T>) {
    std::vector<std::string> names;
    for (const auto& entry : enum_names(T{})) {
      if (value.is_string() && value.as_string() == entry.name) {
        out = entry.value;
        return;
      }
      names.emplace_back(entry.name);
    }
    if (value.is_string()) {
      unknown_choice(value.as_string(), names, at, faults);
    } else {
      wrong_kind("string", value, at, faults);
    }
  } else {
    static_assert(std::is_arithmetic_v<T>, "this type cannot be an option");
    std::pair<double, std::int64_t> number;
    if (!read_number(value, range, std::is_integral_v<T>, at, number, faults)) {
      return;
    }
    if constexpr (std::is_floating_point_v<T>) {
      out = static_cast<T>(number.first);
    } else if (in_integer_range(number.second,
                                static_cast<double>(std::numeric_limits<T>::lowest()),
                                static_cast<double>(std::numeric_limits<T>::max()), at, faults)) {
      out = static_cast<T>(number.second);
    }
  }
}

template <class T>
void read_list(const Value& value,
               std::vector<T>& out,
               const Range& range,
               const std::string& at,
               Faults& faults) {
  if (!value.is_array()) {
    wrong_kind("array", value, at, faults);
    return;
  }
  out.clear();
  std::size_t index = 0;
  for (const Value& item : value.as_array()) {
    T element{};
    read_field(item, element, range, at + "/" + std::to_string(index++), faults);
    out.push_back(std::move(element));
  }
}

/// The tag as text; a fault and false if it is missing or no string.
bool read_type_tag(const Value& value,
                   std::span<const std::string> types,
                   const std::string& at,
                   std::string& tag,
                   Faults& faults);
/// The object without its "type" member.
[[nodiscard]] Value without_type(const Value& value);

template <class... Alternatives>
void read_choice(const Value& value,
                 std::variant<Alternatives...>& out,
                 const std::string& at,
                 Faults& faults) {
  const std::vector<std::string> types{std::string(Alternatives::kType)...};
  std::string tag;
  if (!read_type_tag(value, types, at, tag, faults)) {
    return;
  }
  const Value body = without_type(value);
  const auto read_as = [&]<class A>(std::type_identity<A>) {
    if (tag == A::kType) {
      A alternative{};
      read_options(body, alternative, at, faults);
      out = std::move(alternative);
    }
  };
  (read_as(std::type_identity<Alternatives>{}), ...);
}

template <class T>
void read_field(
    const Value& value, T& out, const Range& range, const std::string& at, Faults& faults) {
  if constexpr (is_vector<T>::value) {
    read_list(value, out, range, at, faults);
  } else if constexpr (is_variant<T>::value) {
    read_choice(value, out, at, faults);
  } else if constexpr (Options<T>) {
    read_options(value, out, at, faults);
  } else {
    read_scalar(value, out, range, at, faults);
  }
}

template <class T>
[[nodiscard]] Value field_value(const T& member) {
  if constexpr (is_vector<T>::value) {
    Value::Array items;
    for (const auto& item : member) {
      items.push_back(field_value(item));
    }
    return items;
  } else if constexpr (is_variant<T>::value) {
    return std::visit(
        []<class A>(const A& alternative) {
          Value tagged{Value::Object{{"type", Value(A::kType)}}};
          merge(tagged, to_value(alternative));
          return tagged;
        },
        member);
  } else if constexpr (Options<T>) {
    return to_value(member);
  } else if constexpr (NamedEnum<T>) {
    return enum_name(member);
  } else {
    return member;
  }
}

template <class T>
void describe_type(FieldDescription& out) {
  if constexpr (is_vector<T>::value) {
    FieldDescription element;
    describe_type<typename T::value_type>(element);
    out.type = "list of " + element.type;
    out.names = std::move(element.names);
    out.fields = std::move(element.fields);
  } else if constexpr (is_variant<T>::value) {
    out.type = "choice";
    [&]<class... A>(std::type_identity<std::variant<A...>>) {
      (out.alternatives.push_back({std::string(A::kType), describe_options<A>()}), ...);
    }(std::type_identity<T>{});
  } else if constexpr (Options<T>) {
    out.type = "object";
    out.fields = describe_options<T>();
  } else if constexpr (NamedEnum<T>) {
    out.type = "enum";
    for (const auto& entry : enum_names(T{})) {
      out.names.emplace_back(entry.name);
    }
  } else if constexpr (std::is_same_v<T, bool>) {
    out.type = "boolean";
  } else if constexpr (std::is_same_v<T, std::string>) {
    out.type = "string";
  } else {
    out.type = std::is_integral_v<T> ? "integer" : "number";
  }
}

}  // namespace detail

/// Reads `value` (an object, or null for all defaults) over `out`; missing members keep what `out`
/// holds. Everything wrong is appended to `faults`, with pointers below `pointer`.
template <Options O>
void read_options(const Value& value, O& out, const std::string& pointer, Faults& faults) {
  if (value.is_null()) {
    return;
  }
  if (!value.is_object()) {
    detail::wrong_kind("object", value, pointer, faults);
    return;
  }
  const std::size_t before = faults.size();
  std::vector<std::string> known;
  std::apply(
      [&](const auto&... f) {
        (known.emplace_back(f.name), ...);
        [[maybe_unused]] const auto read_one = [&](const auto& one) {
          if (const Value* given = value.find(one.name); given != nullptr && !given->is_null()) {
            detail::read_field(*given, out.*(one.member), one.range,
                               pointer + "/" + std::string(one.name), faults);
          }
        };
        (read_one(f), ...);
      },
      O::fields());
  detail::unknown_keys(value, known, pointer, faults);
  if constexpr (requires { O::check(out); }) {
    if (faults.size() == before) {
      try {
        O::check(out);
      } catch (const Error& error) {
        faults.push_back({pointer, error.what(), "", ""});
      }
    }
  }
}

/// Defaults overridden by `value`; throws Error{invalid_config} listing every fault.
template <Options O>
[[nodiscard]] O options_from(const Value& value) {
  O options{};
  Faults faults;
  read_options(value, options, "", faults);
  throw_if_any(faults);
  return options;
}

/// Throws Error{invalid_argument} if a field is outside its range or the joint rules fail: for
/// options that a program filled in rather than a file.
template <Options O>
void check_options(const O& options) {
  O copy{};
  Faults faults;
  read_options(to_value(options), copy, "", faults);
  if (!faults.empty()) {
    throw Error(Errc::invalid_argument, describe(faults.front()));
  }
}

/// All fields, in order, also those at their default.
template <Options O>
[[nodiscard]] Value to_value(const O& options) {
  Value::Object members;
  std::apply(
      [&](const auto&... f) {
        (members.emplace_back(std::string(f.name), detail::field_value(options.*(f.member))), ...);
      },
      O::fields());
  return members;
}

template <Options O>
[[nodiscard]] std::vector<FieldDescription> describe_options() {
  std::vector<FieldDescription> out;
  const O defaults{};
  std::apply(
      [&](const auto&... f) {
        [[maybe_unused]] const auto describe_one = [&](const auto& one) {
          FieldDescription description;
          description.name = one.name;
          description.help = one.help;
          description.range = one.range;
          description.default_value = detail::field_value(defaults.*(one.member));
          detail::describe_type<std::remove_cvref_t<decltype(defaults.*(one.member))>>(description);
          out.push_back(std::move(description));
        };
        (describe_one(f), ...);
      },
      O::fields());
  return out;
}

}  // namespace vilfredo
