#include "vilfredo/core/json_text.hpp"

#include "vilfredo/core/error.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

namespace vilfredo {

std::string describe(const Fault& fault) {
  std::string text = fault.pointer.empty() ? std::string() : fmt::format("at {}: ", fault.pointer);
  text += fault.sentence;
  if (!fault.suggestion.empty()) {
    text += fmt::format("; did you mean \"{}\"?", fault.suggestion);
  }
  if (!fault.allowed.empty()) {
    text += fmt::format("{} allowed: {}", fault.suggestion.empty() ? ";" : "", fault.allowed);
  }
  return text;
}

void throw_if_any(const Faults& faults) {
  if (faults.empty()) {
    return;
  }
  std::string text;
  for (const Fault& fault : faults) {
    text += (text.empty() ? "" : "\n") + describe(fault);
  }
  throw Error(Errc::invalid_config, text);
}

namespace {

/// Walks the text and reports how many bytes the parser has taken, which is how a value gets its
/// place: the lexer reads one character ahead of the token it hands out.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, const char** reached) : at_(at), reached_(reached) {}

  reference operator*() const { return *at_; }

  CountingIterator& operator++() {
    ++at_;
    *reached_ = at_;
    return *this;
  }

  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }

  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }

  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  const char** reached_;
};

class Reader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  Reader(std::string_view text, ParsedJson& out) : text_(text), out_(out) {
    reached = text_.data();
    note("");
  }

  bool null() override { return put(Value{}); }

  bool boolean(bool flag) override { return put(flag); }

  bool number_integer(number_integer_t number) override { return put(number); }

  bool number_unsigned(number_unsigned_t number) override { return put(number); }

  bool number_float(number_float_t number, const string_t& digits) override {
    if (!std::isfinite(number)) {
      out_.faults.push_back(
          {here(), fmt::format("{} is beyond the range of a double", digits), "", ""});
    }
    return put(number);
  }

  bool string(string_t& text) override { return put(std::string(text)); }

  bool binary(binary_t& /*unused*/) override { return false; }

  bool start_object(std::size_t /*size*/) override { return open(Value::Object{}); }

  bool start_array(std::size_t /*size*/) override { return open(Value::Array{}); }

  bool end_object() override { return close(); }

  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    Level& level = levels_.back();
    level.key = name;
    const std::string pointer = here();
    if (!level.keys.insert(name).second) {
      out_.faults.push_back({pointer, fmt::format("key \"{}\" stands twice", name), "", ""});
    } else {
      note(pointer);
    }
    return true;
  }

  bool parse_error(std::size_t position,
                   const std::string& token,
                   const nlohmann::json::exception& error) override {
    const std::string_view what = error.what();
    const std::size_t colon = what.find("syntax error");
    const std::size_t start = what.find("] ");  // the library's own tag stands in front
    std::string sentence(what.substr(colon != std::string_view::npos   ? colon
                                     : start != std::string_view::npos ? start + 2
                                                                       : 0));
    (void)token;
    const std::string pointer = here();
    out_.positions.insert_or_assign(pointer, place(position == 0 ? 0 : position - 1));
    out_.faults.push_back({pointer, std::move(sentence), "", ""});
    return false;
  }

  const char* reached;

 private:
  struct Level {
    Value value;
    std::string pointer;
    std::string key;
    std::set<std::string> keys;
  };

  [[nodiscard]] std::string here() const {
    if (levels_.empty()) {
      return "";
    }
    const Level& level = levels_.back();
    if (level.value.is_array()) {
      return level.pointer + "/" + std::to_string(level.value.as_array().size());
    }
    return level.pointer + "/" + pointer_step(level.key);
  }

  [[nodiscard]] TextPosition place(std::size_t offset) const {
    const std::string_view before = text_.substr(0, std::min(offset, text_.size()));
    const auto line = std::count(before.begin(), before.end(), '\n');
    const std::size_t start = before.rfind('\n');
    const std::size_t column =
        start == std::string_view::npos ? before.size() : before.size() - start - 1;
    return {static_cast<int>(line) + 1, static_cast<int>(column) + 1};
  }

  /// Where the token starts that ends at `reached` (or one before it: numbers are read one
  /// character too far).
  [[nodiscard]] std::size_t token_start() const {
    const auto offset = static_cast<std::size_t>(reached - text_.data());
    std::size_t at = offset == 0 ? 0 : offset - 1;
    const auto in_word = [&](std::size_t i) {
      const char c = text_[i];
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == 'E' || c == '+' || c == '-' ||
             c == '.';
    };
    if (at < text_.size() && text_[at] == '"') {
      const auto escaped = [&](std::size_t i) {
        std::size_t slashes = 0;
        while (slashes < i && text_[i - 1 - slashes] == '\\') {
          ++slashes;
        }
        return slashes % 2 == 1;
      };
      while (at > 0 && (text_[--at] != '"' || escaped(at))) {
      }
      return at;
    }
    if (at < text_.size() && (text_[at] == '{' || text_[at] == '[')) {
      return at;
    }
    if (at > 0 && (at == text_.size() || !in_word(at))) {
      --at;
    }
    while (at > 0 && in_word(at) && in_word(at - 1)) {
      --at;
    }
    return at;
  }

  void note(const std::string& pointer) { out_.positions.emplace(pointer, place(token_start())); }

  void note_element() {
    if (!levels_.empty() && levels_.back().value.is_array()) {
      note(here());
    }
  }

  bool put(Value value) {
    note_element();
    store(std::move(value));
    return true;
  }

  void store(Value value) {
    if (levels_.empty()) {
      out_.value = std::move(value);
    } else if (levels_.back().value.is_array()) {
      levels_.back().value.as_array().push_back(std::move(value));
    } else {
      levels_.back().value[levels_.back().key] = std::move(value);
    }
  }

  bool open(Value value) {
    constexpr std::size_t kDeepest = 200;
    note_element();
    std::string pointer = here();
    if (levels_.size() == kDeepest) {
      out_.faults.push_back(
          {pointer, fmt::format("nested deeper than {} levels", kDeepest), "", ""});
      return false;
    }
    levels_.push_back({std::move(value), std::move(pointer), "", {}});
    return true;
  }

  bool close() {
    Value value = std::move(levels_.back().value);
    levels_.pop_back();
    store(std::move(value));
    return true;
  }

  std::string_view text_;
  ParsedJson& out_;
  std::vector<Level> levels_;
};

}  // namespace

ParsedJson parse_json(std::string_view text, JsonSyntax syntax) {
  ParsedJson out;
  Reader reader(text, out);
  const CountingIterator begin(text.data(), &reader.reached);
  const CountingIterator end(text.data() + text.size(), &reader.reached);
  nlohmann::json::sax_parse(begin, end, &reader, nlohmann::json::input_format_t::json, true,
                            syntax == JsonSyntax::with_comments);
  return out;
}

Value json_value(std::string_view text) {
  ParsedJson parsed = parse_json(text);
  throw_if_any(parsed.faults);
  return std::move(parsed.value);
}

}  // namespace vilfredo
