#include "vilfredo/core/options.hpp"

#include <fmt/format.h>

#include <cmath>

namespace vilfredo {

std::string Range::text() const {
  const bool has_lower = std::isfinite(lower);
  const bool has_upper = std::isfinite(upper);
  if (has_lower && has_upper) {
    return fmt::format("{}{:g}, {:g}{}", open_lower ? '(' : '[', lower, upper,
                       open_upper ? ')' : ']');
  }
  if (has_lower) {
    return fmt::format("{} {:g}", open_lower ? ">" : ">=", lower);
  }
  if (has_upper) {
    return fmt::format("{} {:g}", open_upper ? "<" : "<=", upper);
  }
  return "";
}

namespace detail {

void wrong_kind(std::string_view wanted,
                const Value& found,
                const std::string& at,
                Faults& faults) {
  std::string shown;
  if (found.is_string()) {
    shown = fmt::format(" \"{}\"", found.as_string());
  } else if (found.is_number() || found.is_bool()) {
    shown = " " + to_json(found);
  }
  faults.push_back({at, fmt::format("found {}{}", found.kind(), shown), "", std::string(wanted)});
}

bool read_number(const Value& value,
                 const Range& range,
                 bool integer,
                 const std::string& at,
                 std::pair<double, std::int64_t>& out,
                 Faults& faults) {
  if (!value.is_number()) {
    wrong_kind(integer ? "integer" : "number", value, at, faults);
    return false;
  }
  out.first = value.as_double();
  if (integer) {
    constexpr double kWholeLimit = 9007199254740992.0;
    constexpr double kBeyondInt64 = 9223372036854775808.0;
    if (!value.is_integer() &&
        (std::floor(out.first) != out.first || std::abs(out.first) > kWholeLimit)) {
      faults.push_back({at, fmt::format("found {}", to_json(value)), "", "integer"});
      return false;
    }
    if (out.first >= kBeyondInt64) {
      faults.push_back({at, fmt::format("{} is out of range", to_json(value)), "", range.text()});
      return false;
    }
    out.second = value.as_int();
  }
  if (!range.contains(out.first)) {
    faults.push_back({at, fmt::format("{} is out of range", to_json(value)), "", range.text()});
    return false;
  }
  return true;
}

bool in_integer_range(
    std::int64_t number, double lowest, double highest, const std::string& at, Faults& faults) {
  const auto as_real = static_cast<double>(number);
  if (as_real < lowest || as_real > highest) {
    faults.push_back({at, fmt::format("{} is out of range", number), "",
                      fmt::format("[{:.0f}, {:.0f}]", lowest, highest)});
    return false;
  }
  return true;
}

void unknown_choice(std::string_view word,
                    std::span<const std::string> allowed,
                    const std::string& at,
                    Faults& faults) {
  faults.push_back({at, fmt::format("unknown value \"{}\"", word), nearest(word, allowed),
                    fmt::format("{}", fmt::join(allowed, " | "))});
}

void unknown_keys(const Value& object,
                  std::span<const std::string> known,
                  const std::string& pointer,
                  Faults& faults) {
  for (const Value::Member& member : object.as_object()) {
    bool found = member.first.starts_with("x-");
    for (const std::string& name : known) {
      found = found || name == member.first;
    }
    if (!found) {
      faults.push_back({pointer + "/" + pointer_step(member.first),
                        fmt::format("unknown key \"{}\"", member.first),
                        nearest(member.first, known),
                        known.empty() ? "no keys" : fmt::format("{}", fmt::join(known, ", "))});
    }
  }
}

bool read_type_tag(const Value& value,
                   std::span<const std::string> types,
                   const std::string& at,
                   std::string& tag,
                   Faults& faults) {
  if (value.is_string()) {  // "weights": "riesz" is short for {"type": "riesz"}
    tag = value.as_string();
  } else if (!value.is_object()) {
    wrong_kind("object with \"type\", or its name", value, at, faults);
    return false;
  } else {
    const Value* type = value.find("type");
    if (type == nullptr || !type->is_string()) {
      faults.push_back({at, "lacks \"type\"", "", fmt::format("{}", fmt::join(types, " | "))});
      return false;
    }
    tag = type->as_string();
  }
  for (const std::string& name : types) {
    if (tag == name) {
      return true;
    }
  }
  unknown_choice(tag, types, value.is_string() ? at : at + "/type", faults);
  return false;
}

Value without_type(const Value& value) {
  Value::Object members;
  if (value.is_object()) {
    for (const Value::Member& member : value.as_object()) {
      if (member.first != "type") {
        members.push_back(member);
      }
    }
  }
  return members;
}

}  // namespace detail

}  // namespace vilfredo
