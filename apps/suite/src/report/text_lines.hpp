// Plain-text building blocks shared by the renderers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vilfredo::suite::detail {

/// Breaks at blanks so that no line is wider than `width` unless a word is; later lines start with
/// `indent`. Ends in a newline.
[[nodiscard]] std::string wrapped(std::string_view text,
                                  std::size_t width,
                                  std::string_view indent = "");

/// Columns padded to equal display width, two blanks between them, the first one left-aligned and
/// the others right-aligned.
[[nodiscard]] std::string aligned(const std::vector<std::vector<std::string>>& rows);

/// A table of GitHub's Markdown; the first row is the header. Pipes in cells are escaped.
[[nodiscard]] std::string markdown_table(const std::vector<std::vector<std::string>>& rows);

/// Markdown's special characters, escaped: for names and texts that come from elsewhere.
[[nodiscard]] std::string markdown_text(std::string_view text);

/// & < > " and ' as HTML entities.
[[nodiscard]] std::string html_text(std::string_view text);

/// With a capital first letter, where that is one of a to z.
[[nodiscard]] std::string capitalised(std::string text);

/// RFC 4180: quoted where it holds a comma, a quote or a line break.
[[nodiscard]] std::string csv_field(std::string_view text);

}  // namespace vilfredo::suite::detail
