#include "vilfredo/core/value.hpp"

#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>

namespace vilfredo {

namespace {

[[noreturn]] void wrong(std::string_view wanted, const Value& found) {
  throw Error(Errc::invalid_config, fmt::format("expected {}, found {}", wanted, found.kind()));
}

bool is_whole(double number) {
  constexpr double kLimit = 9007199254740992.0;  // 2^53: every whole double up to there is exact
  return std::floor(number) == number && std::abs(number) <= kLimit;
}

}  // namespace

bool Value::as_bool() const {
  if (!is_bool()) {
    wrong("boolean", *this);
  }
  return std::get<bool>(data_);
}

std::int64_t Value::as_int() const {
  if (const auto* number = std::get_if<std::int64_t>(&data_)) {
    return *number;
  }
  if (const auto* real = std::get_if<double>(&data_); real != nullptr && is_whole(*real)) {
    return static_cast<std::int64_t>(*real);
  }
  wrong("integer", *this);
}

std::uint64_t Value::as_unsigned() const {
  if (const auto* number = std::get_if<std::uint64_t>(&data_)) {
    return *number;
  }
  const std::int64_t number = as_int();
  if (number < 0) {
    throw Error(Errc::invalid_config, fmt::format("expected a number >= 0, found {}", number));
  }
  return static_cast<std::uint64_t>(number);
}

double Value::as_double() const {
  if (const auto* real = std::get_if<double>(&data_)) {
    return *real;
  }
  if (const auto* number = std::get_if<std::int64_t>(&data_)) {
    return static_cast<double>(*number);
  }
  if (const auto* number = std::get_if<std::uint64_t>(&data_)) {
    return static_cast<double>(*number);
  }
  wrong("number", *this);
}

const std::string& Value::as_string() const {
  if (!is_string()) {
    wrong("string", *this);
  }
  return std::get<std::string>(data_);
}

const Value::Array& Value::as_array() const {
  if (!is_array()) {
    wrong("array", *this);
  }
  return std::get<Array>(data_);
}

Value::Array& Value::as_array() {
  if (!is_array()) {
    wrong("array", *this);
  }
  return std::get<Array>(data_);
}

const Value::Object& Value::as_object() const {
  if (!is_object()) {
    wrong("object", *this);
  }
  return std::get<Object>(data_);
}

Value::Object& Value::as_object() {
  if (!is_object()) {
    wrong("object", *this);
  }
  return std::get<Object>(data_);
}

const Value* Value::find(std::string_view key) const {
  const auto* members = std::get_if<Object>(&data_);
  if (members == nullptr) {
    return nullptr;
  }
  for (const Member& member : *members) {
    if (member.first == key) {
      return &member.second;
    }
  }
  return nullptr;
}

Value* Value::find(std::string_view key) {
  return const_cast<Value*>(static_cast<const Value*>(this)->find(key));
}

Value& Value::operator[](std::string_view key) {
  if (is_null()) {
    data_ = Object{};
  }
  Object& members = as_object();
  if (Value* found = find(key)) {
    return *found;
  }
  return members.emplace_back(std::string(key), Value{}).second;
}

std::string_view Value::kind() const {
  if (is_null()) {
    return "null";
  }
  if (is_bool()) {
    return "boolean";
  }
  if (is_integer()) {
    return "integer";
  }
  if (is_number()) {
    return "number";
  }
  if (is_string()) {
    return "string";
  }
  return is_array() ? "array" : "object";
}

void merge(Value& base, const Value& over) {
  if (!base.is_object() || !over.is_object()) {
    base = over;
    return;
  }
  for (const Value::Member& member : over.as_object()) {
    merge(base[member.first], member.second);
  }
}

// --- pointers ------------------------------------------------------------------------------------

std::string pointer_step(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

namespace {

std::vector<std::string> steps_of(std::string_view pointer) {
  std::vector<std::string> out;
  if (pointer.empty()) {
    return out;
  }
  if (pointer.front() != '/') {
    throw Error(Errc::invalid_config, "a pointer starts with \"/\"")
        .with("pointer", std::string(pointer));
  }
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    if (pointer[i] == '/') {
      out.emplace_back();
    } else if (pointer[i] == '~' && i + 1 < pointer.size() &&
               (pointer[i + 1] == '0' || pointer[i + 1] == '1')) {
      out.back() += pointer[++i] == '0' ? '~' : '/';
    } else {
      out.back() += pointer[i];
    }
  }
  return out;
}

bool to_index(const std::string& step, std::size_t& index) {
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  return error == std::errc{} && end == step.data() + step.size();
}

}  // namespace

const Value* at_pointer(const Value& root, std::string_view pointer) {
  const Value* at = &root;
  for (const std::string& step : steps_of(pointer)) {
    std::size_t index = 0;
    if (at->is_array() && to_index(step, index) && index < at->as_array().size()) {
      at = &at->as_array()[index];
    } else {
      at = at->find(step);
    }
    if (at == nullptr) {
      return nullptr;
    }
  }
  return at;
}

void set_pointer(Value& root, std::string_view pointer, Value value) {
  Value* at = &root;
  for (const std::string& step : steps_of(pointer)) {
    if (at->is_array()) {
      std::size_t index = 0;
      if (!to_index(step, index) || index >= at->as_array().size()) {
        throw Error(Errc::invalid_config,
                    fmt::format("no element \"{}\" in an array of {}", step, at->as_array().size()))
            .with("pointer", std::string(pointer));
      }
      at = &at->as_array()[index];
    } else if (at->is_object() || at->is_null()) {
      at = &(*at)[step];
    } else {
      throw Error(Errc::invalid_config, fmt::format("\"{}\" lies below a {}", step, at->kind()))
          .with("pointer", std::string(pointer));
    }
  }
  *at = std::move(value);
}

// --- text ----------------------------------------------------------------------------------------

namespace {

void write_string(const std::string& text, std::string& out) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

std::string number_text(double number) {
  if (!std::isfinite(number)) {
    throw Error(Errc::invalid_argument, "JSON cannot hold a NaN or an infinity");
  }
  std::string text = fmt::format("{}", number);
  // "100" would be read back as an integer.
  if (text.find_first_of(".eE") == std::string::npos) {
    text += ".0";
  }
  return text;
}

std::string bits_text(double number) {
  if (std::isnan(number)) {
    throw Error(Errc::invalid_argument, "a NaN has no canonical text");
  }
  const double positive_zero = number == 0 ? 0.0 : number;
  return fmt::format("\"f64:{:016x}\"", std::bit_cast<std::uint64_t>(positive_zero));
}

enum class Style { json, canonical };

class Writer {
 public:
  Writer(Style style, int indent) : style_(style), indent_(indent) {}

  void write(const Value& value, int depth) {
    if (value.is_object()) {
      object(value.as_object(), depth);
    } else if (value.is_array()) {
      array(value.as_array(), depth);
    } else {
      leaf(value);
    }
  }

  std::string text;

 private:
  void leaf(const Value& value) {
    if (value.is_null()) {
      text += "null";
    } else if (value.is_bool()) {
      text += value.as_bool() ? "true" : "false";
    } else if (value.is_string()) {
      write_string(value.as_string(), text);
    } else if (!value.is_integer()) {
      const double number = value.as_double();
      text += style_ == Style::json ? number_text(number) : bits_text(number);
    } else {
      integer(value);
    }
  }

  void integer(const Value& value) {
    const double approximate = value.as_double();
    text += approximate < 0 ? fmt::format("{}", value.as_int())
                            : fmt::format("{}", value.as_unsigned());
  }

  void array(const Value::Array& items, int depth) {
    // Short lists of scalars stay on one line.
    const bool flat = indent_ < 0 || std::ranges::none_of(items, [](const Value& item) {
                        return item.is_array() || item.is_object();
                      });
    text += '[';
    for (std::size_t i = 0; i < items.size(); ++i) {
      separate(i, flat, depth);
      write(items[i], depth + 1);
    }
    close(items.empty() || flat, depth, ']');
  }

  void object(const Value::Object& members, int depth) {
    std::vector<const Value::Member*> order;
    for (const Value::Member& member : members) {
      order.push_back(&member);
    }
    if (style_ == Style::canonical) {
      std::ranges::sort(order, {}, [](const Value::Member* member) { return member->first; });
    }
    text += '{';
    for (std::size_t i = 0; i < order.size(); ++i) {
      separate(i, false, depth);
      write_string(order[i]->first, text);
      text += indent_ < 0 ? ":" : ": ";
      write(order[i]->second, depth + 1);
    }
    close(order.empty(), depth, '}');
  }

  void separate(std::size_t i, bool flat, int depth) {
    if (i > 0) {
      text += indent_ >= 0 && flat ? ", " : ",";
    }
    if (indent_ >= 0 && !flat) {
      text += '\n' + std::string(static_cast<std::size_t>(indent_ * (depth + 1)), ' ');
    }
  }

  void close(bool flat, int depth, char bracket) {
    if (indent_ >= 0 && !flat) {
      text += '\n' + std::string(static_cast<std::size_t>(indent_ * depth), ' ');
    }
    text += bracket;
  }

  Style style_;
  int indent_;
};

}  // namespace

std::string to_json(const Value& value, int indent) {
  Writer writer(Style::json, indent);
  writer.write(value, 0);
  return std::move(writer.text);
}

std::string canonical(const Value& value) {
  Writer writer(Style::canonical, -1);
  writer.write(value, 0);
  return std::move(writer.text);
}

}  // namespace vilfredo
