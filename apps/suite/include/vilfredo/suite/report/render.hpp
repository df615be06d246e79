// A report as text: for the terminal, as Markdown, as CSV, as one HTML file.
//
// All of these are pure: equal reports give equal bytes. All call check(report) and throw what it
// throws.
#pragma once

#include <vilfredo/suite/figures/figure.hpp>
#include <vilfredo/suite/report/model.hpp>

#include <span>
#include <string>

namespace vilfredo::suite {

/// One compact table per indicator, UTF-8 without colours: medians, the best of a row marked by *,
/// the verdict against the control beside them. Text is wrapped at 100 columns, tables are not.
[[nodiscard]] std::string render_terminal(const Report& report);

/// GitHub's Markdown. Figures that were drawn are linked as figures/<id>.svg with their captions.
[[nodiscard]] std::string render_markdown(const Report& report,
                                          std::span<const Figure> figures = {});

/// Tidy CSV with a header: one row per run and indicator, 17 digits; an empty value where a run has
/// none.
[[nodiscard]] std::string render_csv(const Report& report);

/// One HTML file that needs nothing else: CSS, SVG and the figures' data are inside, no scripts
/// run, light and dark. Figures without an SVG are listed by the name of their script.
[[nodiscard]] std::string render_html(const Report& report, std::span<const Figure> figures = {});

}  // namespace vilfredo::suite
