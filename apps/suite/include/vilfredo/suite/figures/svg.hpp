// Making an SVG document fit to stand inside an HTML page beside others.
#pragma once

#include <string>
#include <string_view>

namespace vilfredo::suite {

/// The <svg> element of a document as gnuplot writes it, for use inside HTML:
/// * every id that is referred to, and every reference (href="#…", url(#…)), gets `prefix`, so that
///   two figures on a page do not take each other's symbols; other ids are dropped;
/// * the prologue, comments, namespace declarations, the generator's titles and fonts go; the
/// element
///   gets role="img" and `title` as its label;
/// * runs of equal filled dots become one path, which takes a fifth of the bytes.
/// Throws Error{invalid_argument} if there is no <svg> element or a tag does not end.
[[nodiscard]] std::string inlined_svg(std::string_view document,
                                      std::string_view prefix,
                                      std::string_view title);

}  // namespace vilfredo::suite
