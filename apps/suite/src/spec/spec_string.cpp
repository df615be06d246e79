#include <vilfredo/core/error.hpp>
#include <vilfredo/core/file.hpp>
#include <vilfredo/core/json_text.hpp>
#include <vilfredo/suite/spec/spec_string.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace vilfredo::suite {

namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> out;
  for (std::size_t start = 0;;) {
    const std::size_t end = text.find(separator, start);
    out.emplace_back(text.substr(start, end - start));
    if (end == std::string_view::npos) {
      return out;
    }
    start = end + 1;
  }
}

Value read_json_file(const std::string& path) {
  ParsedJson parsed = parse_json(read_file(path));
  if (parsed.faults.empty()) {
    return std::move(parsed.value);
  }
  std::string text;
  for (const Fault& fault : parsed.faults) {
    const auto at = parsed.positions.find(fault.pointer);
    const TextPosition place = at == parsed.positions.end() ? TextPosition{1, 1} : at->second;
    text += fmt::format("{}{}:{}:{}: error {}", text.empty() ? "" : "\n", path, place.line,
                        place.column, describe(fault));
  }
  throw Error(Errc::invalid_config, text);
}

Value read_value(const std::string& text) {
  if (text.starts_with('@')) {
    return read_json_file(text.substr(1));
  }
  ParsedJson parsed = parse_json(text);
  return parsed.faults.empty() ? std::move(parsed.value) : Value(text);
}

class SpecReader {
 public:
  explicit SpecReader(std::string_view text) : text_(text) {}

  NamedParams read() {
    const std::size_t colon = text_.find(':');
    NamedParams out;
    out.name = std::string(text_.substr(0, colon));
    if (out.name.empty() || out.name.front() == '@' ||
        out.name.find_first_of("=, ") != std::string::npos) {
      fail("begin with a name");
    }
    if (colon == std::string_view::npos) {
      return out;
    }
    for (const std::string& item : split(text_.substr(colon + 1), ',')) {
      add(item, out.params);
    }
    return out;
  }

 private:
  [[noreturn]] void fail(const std::string& advice) const {
    throw Error(
        Errc::invalid_argument,
        fmt::format("\"{}\" is not of the form NAME:KEY=VALUE,KEY=VALUE: {}", text_, advice));
  }

  void add(const std::string& item, Value& params) {
    if (item.starts_with('@')) {
      const Value file = read_json_file(item.substr(1));
      if (!file.is_object()) {
        fail(fmt::format("{} must hold an object {{\"KEY\": VALUE, …}}", item.substr(1)));
      }
      for (const Value::Member& member : file.as_object()) {
        set(params, {member.first}, member.second);
      }
      return;
    }
    const std::size_t equals = item.find('=');
    if (equals == std::string::npos) {
      fail(item.empty() ? "an option is empty"
                        : fmt::format("\"{}\" has no \"=\"; a value that holds a comma goes into a "
                                      "file, given as KEY=@file.json",
                                      item));
    }
    const std::vector<std::string> keys = split(item.substr(0, equals), '.');
    if (std::ranges::any_of(keys, [](const std::string& key) { return key.empty(); })) {
      fail(fmt::format("\"{}\" has no key", item));
    }
    if (equals + 1 == item.size()) {
      fail(fmt::format("\"{}\" has no value", item));
    }
    set(params, keys, read_value(item.substr(equals + 1)));
  }

  void set(Value& params, const std::vector<std::string>& keys, Value value) {
    Value* at = &params;
    for (std::size_t i = 0; i + 1 < keys.size(); ++i) {
      at = &(*at)[keys[i]];
      if (at->is_string()) {
        *at = Value::Object{{"type", *at}};
      } else if (!at->is_object() && !at->is_null()) {
        fail(fmt::format("\"{}\" is set both as a whole and in parts", keys[i]));
      }
    }
    if (at->find(keys.back()) != nullptr) {
      fail(fmt::format("\"{}\" is given twice", fmt::join(keys, ".")));
    }
    (*at)[keys.back()] = std::move(value);
  }

  std::string_view text_;
};

}  // namespace

NamedParams parse_spec(std::string_view text) {
  return SpecReader(text).read();
}

}  // namespace vilfredo::suite
