#include "report/text_lines.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/figures/svg.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <set>
#include <utility>
#include <vector>

namespace vilfredo::suite {
namespace {

constexpr std::string_view kFilledDot = "#gpPt6";
constexpr std::string_view kFonts = "Arial, Helvetica, 'Liberation Sans', sans-serif";

Error broken(std::string sentence) {
  return Error{Errc::invalid_argument, std::move(sentence)};
}

bool is_blank(char c) {
  return std::isspace(static_cast<unsigned char>(c)) != 0;
}

struct Attribute {
  std::string name;
  std::string value;  ///< as written, entities included
};

struct Tag {
  std::string name;  ///< with a leading '/' if it closes
  std::vector<Attribute> attributes;
  bool self_closing = false;

  [[nodiscard]] const std::string* find(std::string_view attribute) const {
    for (const Attribute& a : attributes) {
      if (a.name == attribute) {
        return &a.value;
      }
    }
    return nullptr;
  }
};

/// Position behind the '>' that ends the tag starting at `start`.
std::size_t end_of_tag(std::string_view text, std::size_t start) {
  char quote = 0;
  for (std::size_t i = start; i < text.size(); ++i) {
    if (quote != 0) {
      quote = text[i] == quote ? '\0' : quote;
    } else if (text[i] == '"' || text[i] == '\'') {
      quote = text[i];
    } else if (text[i] == '>') {
      return i + 1;
    }
  }
  throw broken("an SVG document ends inside a tag");
}

/// `text` from '<' to '>'.
Tag parse_tag(std::string_view text) {
  Tag tag;
  std::size_t i = 1;
  const std::size_t end = text.size() - 1;
  const auto skip_blanks = [&] {
    while (i < end && is_blank(text[i])) {
      ++i;
    }
  };
  while (i < end && !is_blank(text[i]) && (text[i] != '/' || tag.name.empty())) {
    tag.name += text[i++];
  }
  for (skip_blanks(); i < end; skip_blanks()) {
    if (text[i] == '/') {
      tag.self_closing = true;
      ++i;
      continue;
    }
    Attribute attribute;
    while (i < end && !is_blank(text[i]) && text[i] != '=') {
      attribute.name += text[i++];
    }
    skip_blanks();
    if (i >= end || text[i] != '=') {
      throw broken("an SVG attribute has no value").with("attribute", attribute.name);
    }
    ++i;
    skip_blanks();
    const std::size_t close = i < end ? text.find(text[i], i + 1) : std::string_view::npos;
    if (close == std::string_view::npos || (text[i] != '"' && text[i] != '\'')) {
      throw broken("an SVG attribute is not quoted").with("attribute", attribute.name);
    }
    attribute.value = text.substr(i + 1, close - i - 1);
    i = close + 1;
    tag.attributes.push_back(std::move(attribute));
  }
  return tag;
}

bool is_reference(const Attribute& attribute) {
  return (attribute.name == "href" || attribute.name == "xlink:href") &&
         attribute.value.rfind('#', 0) == 0;
}

constexpr std::string_view kUrl = "url(#";

/// Calls visit(id) for every id that the attribute refers to.
template <class Visit>
void for_each_reference(const Attribute& attribute, Visit visit) {
  if (is_reference(attribute)) {
    visit(attribute.value.substr(1));
  }
  for (std::size_t at = attribute.value.find(kUrl); at != std::string::npos;
       at = attribute.value.find(kUrl, at + 1)) {
    const std::size_t start = at + kUrl.size();
    visit(attribute.value.substr(start, attribute.value.find(')', start) - start));
  }
}

/// "rgb(  0, 114, 178)" as "#0072b2"; other values as they are.
std::string short_colour(const std::string& value) {
  if (value.rfind("rgb(", 0) != 0) {
    return value;
  }
  std::string hex = "#";
  const char* at = value.c_str() + 4;
  for (int channel = 0; channel < 3; ++channel) {
    char* after = nullptr;
    const long level = std::strtol(at, &after, 10);
    if (after == at || level < 0 || level > 255 || *after != (channel < 2 ? ',' : ')')) {
      return value;
    }
    hex += fmt::format("{:02x}", level);
    at = after + 1;
  }
  return hex;
}

class Inliner {
 public:
  Inliner(std::string_view document, std::string_view prefix, std::string_view title)
      : text_(document), prefix_(prefix), title_(title) {}

  std::string run() {
    const std::size_t start = text_.find("<svg");
    if (start == std::string_view::npos) {
      throw broken("a drawn figure holds no SVG");
    }
    text_.remove_prefix(start);
    walk([this](std::string_view, const Tag& tag) { collect(tag); });
    walk([this](std::string_view before, const Tag& tag) { rewrite(before, tag); });
    return std::move(out_);
  }

 private:
  /// visit(text before the tag, tag) for every tag; comments are skipped.
  template <class Visit>
  void walk(Visit visit) const {
    std::size_t at = 0;
    while (at < text_.size()) {
      const std::size_t open = text_.find('<', at);
      if (open == std::string_view::npos) {
        return;
      }
      if (text_.substr(open, 4) == "<!--") {
        const std::size_t close = text_.find("-->", open);
        at = close == std::string_view::npos ? text_.size() : close + 3;
        continue;
      }
      const std::size_t end = end_of_tag(text_, open);
      visit(text_.substr(at, open - at), parse_tag(text_.substr(open, end - open)));
      at = end;
    }
  }

  void collect(const Tag& tag) {
    for (const Attribute& attribute : tag.attributes) {
      for_each_reference(attribute, [this](const std::string& id) { referenced_.insert(id); });
    }
  }

  void rewrite(std::string_view before, const Tag& tag) {
    if (tag.name == "title" || tag.name == "desc") {
      held_back_ = true;
      append(before);
      return;
    }
    if (held_back_) {
      held_back_ = false;  // at the closing tag
      if (tag.name == "/title" && before != "Gnuplot" && before.rfind("gnuplot_plot_", 0) != 0) {
        append("<title>");
        append(before);
        append("</title>");
      }
      return;
    }
    if (!dot(tag)) {
      end_dots();
      append_squeezed(before);
      append_tag(tag);
    }
  }

  /// Text between tags; blanks alone become one line break.
  void append_squeezed(std::string_view text) {
    const bool blank = std::all_of(text.begin(), text.end(), is_blank);
    append(blank ? (text.empty() ? "" : "\n") : text);
  }

  void append(std::string_view text) { out_ += text; }

  void append_tag(const Tag& tag) {
    out_ += "<" + tag.name;
    if (tag.name == "svg") {
      out_ += " role=\"img\" aria-label=\"" + detail::html_text(title_) + "\" font-family=\"" +
              std::string(kFonts) + "\"";
    }
    for (const Attribute& attribute : tag.attributes) {
      append_attribute(attribute);
    }
    out_ += tag.self_closing ? "/>" : ">";
  }

  void append_attribute(const Attribute& attribute) {
    const std::string& name = attribute.name;
    if (name.rfind("xmlns", 0) == 0 || name == "font-family" ||
        (name == "id" && !referenced_.contains(attribute.value))) {
      return;
    }
    std::string value = attribute.value;
    if (name == "id") {
      value = prefix_ + value;
    } else if (is_reference(attribute)) {
      value = "#" + prefix_ + value.substr(1);
    } else {
      for (std::size_t at = value.find(kUrl); at != std::string::npos;
           at = value.find(kUrl, at + 1)) {
        value.insert(at + kUrl.size(), prefix_);
      }
      value = short_colour(value);
    }
    const char quote = value.find('"') == std::string::npos ? '"' : '\'';
    out_ += " " + (name == "xlink:href" ? "href" : name) + "=" + quote + value + quote;
  }

  /// Takes a filled dot that is placed and scaled, and nothing else.
  bool dot(const Tag& tag) {
    const std::string* target = tag.find("xlink:href");
    const std::string* transform = tag.find("transform");
    const std::string* colour = tag.find("color");
    if (tag.name != "use" || !tag.self_closing || tag.attributes.size() != 3 || target == nullptr ||
        transform == nullptr || colour == nullptr || *target != kFilledDot) {
      return false;
    }
    constexpr std::string_view kMove = "translate(";
    constexpr std::string_view kScale = ") scale(";
    const std::size_t scale = transform->find(kScale);
    if (transform->rfind(kMove, 0) != 0 || scale == std::string::npos) {
      return false;
    }
    const std::string look = *colour + transform->substr(scale);
    if (look != dots_look_) {
      end_dots();
      dots_look_ = look;
      const double radius = std::strtod(transform->c_str() + scale + kScale.size(), nullptr);
      out_ += fmt::format(
          "\n<path fill=\"none\" stroke=\"{}\" stroke-width=\"{:.4g}\" stroke-linecap=\"round\" "
          "d=\"",
          short_colour(*colour), 2 * radius);
    }
    out_ += fmt::format("M{}h0", transform->substr(kMove.size(), scale - kMove.size()));
    return true;
  }

  void end_dots() {
    if (!dots_look_.empty()) {
      out_ += "\"/>";
      dots_look_.clear();
    }
  }

  std::string_view text_;
  std::string prefix_;
  std::string title_;
  std::set<std::string> referenced_;
  std::string out_;
  std::string dots_look_;   // colour and scale of the path being written, or empty
  bool held_back_ = false;  // inside a title or a description
};

}  // namespace

std::string inlined_svg(std::string_view document,
                        std::string_view prefix,
                        std::string_view title) {
  return Inliner(document, prefix, title).run();
}

}  // namespace vilfredo::suite
