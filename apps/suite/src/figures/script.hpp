// Building blocks of gnuplot scripts. All lengths are pixels of the SVG; y counts from the top.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vilfredo::suite::detail {

struct Canvas {
  int width = 640;
  int height = 480;
};

/// The rectangle inside a panel's axes.
struct Panel {
  double left = 0;
  double right = 0;
  double top = 0;
  double bottom = 0;
};

struct Axis {
  double low = 0;
  double high = 1;
  bool logarithmic = false;
};

/// Colour, marker and line pattern of the solver at a position: colours are those of Okabe and Ito
/// that read well on white, and no two of the first 56 solvers share both colour and marker.
struct Style {
  std::string colour;  ///< "#0072B2"
  int marker = 6;
  std::string dash;  ///< gnuplot's dashtype
};

inline constexpr std::string_view kReferenceColour = "#A8A8A8";

[[nodiscard]] Style style(std::size_t solver);

/// A string in single quotes, in which gnuplot substitutes nothing.
[[nodiscard]] std::string gnuplot_string(std::string_view text);

/// Shortest text that reads back as the same double.
[[nodiscard]] std::string number(double value);

/// Chooses the terminal by the variable `format` (svg unless set: png, pdf) and the file by
/// `target`.
[[nodiscard]] std::string preamble(const std::string& id, const Canvas& canvas);

[[nodiscard]] std::string place(const Canvas& canvas, const Panel& panel);

/// Text at a pixel, `align` being left, center or right.
[[nodiscard]] std::string label(const Canvas& canvas,
                                double x,
                                double y,
                                std::string_view text,
                                std::string_view align = "center",
                                std::string_view more = "");

/// Range and ticks of axis "x" or "y", about `ticks` of them.
[[nodiscard]] std::string axis_lines(std::string_view which, const Axis& axis, int ticks);

struct LegendEntry {
  std::string title;
  std::string colour;
  int marker = 0;            ///< gnuplot's point type; 0: none
  double marker_size = 0.8;  ///< of gnuplot
  std::string dash;          ///< of a line through the marker; empty: none
};

inline constexpr int kLegendRowHeight = 20;

/// Rows that a legend needs on the canvas.
[[nodiscard]] int legend_rows(const Canvas& canvas, const std::vector<LegendEntry>& entries);

/// A legend in rows at the bottom of the canvas, as labels and arrows: gnuplot's own key estimates
/// widths too badly in SVG to keep clear of the axes.
[[nodiscard]] std::string legend(const Canvas& canvas, const std::vector<LegendEntry>& entries);

/// [low, high] widened by 4 % on either side; a point becomes an interval around it.
[[nodiscard]] Axis padded(double low, double high);

/// Letters, digits, '.', '_' and '-'; everything else becomes '-'.
[[nodiscard]] std::string file_stem(std::string_view id);

}  // namespace vilfredo::suite::detail
