#include "script.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

namespace vilfredo::suite::detail {
namespace {

constexpr std::array<std::string_view, 7> kColours{"#0072B2", "#D55E00", "#009E73", "#CC79A7",
                                                   "#E69F00", "#56B4E9", "#000000"};
constexpr std::array<int, 8> kMarkers{6, 4, 8, 12, 10, 1, 2, 3};
constexpr std::array<std::string_view, 5> kDashes{"solid", "(12,4)", "(4,4)", "(12,4,3,4)",
                                                  "(2,4)"};
constexpr double kCharacterWidth = 7;  // mean, of the 13 px font
constexpr double kLineSample = 36;     // line and marker of a legend entry
constexpr double kLegendGap = 18;

double screen_x(const Canvas& canvas, double x) {
  return x / canvas.width;
}

double screen_y(const Canvas& canvas, double y) {
  return 1 - y / canvas.height;
}

/// 1, 2, 2.5 or 5 times a power of ten: the one that comes nearest to `ticks` steps.
double nice_step(double range, int ticks) {
  const double raw = range / ticks;
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  double best = 10 * power;
  for (const double factor : {5.0, 2.5, 2.0, 1.0}) {
    if (std::abs(std::log(factor * power / raw)) < std::abs(std::log(best / raw))) {
      best = factor * power;
    }
  }
  return best;
}

double sample_width(const LegendEntry& entry) {
  return entry.dash.empty() ? 14 : kLineSample;
}

double entry_width(const LegendEntry& entry) {
  return sample_width(entry) + 6 + kCharacterWidth * static_cast<double>(entry.title.size());
}

struct LegendRow {
  std::size_t first = 0;
  std::size_t last = 0;  ///< behind the end
  double width = 0;
};

std::vector<LegendRow> rows_of(const Canvas& canvas, const std::vector<LegendEntry>& entries) {
  std::vector<LegendRow> rows;
  for (std::size_t e = 0; e < entries.size(); ++e) {
    const double width = entry_width(entries[e]);
    if (rows.empty() || rows.back().width + kLegendGap + width > canvas.width - 20) {
      rows.push_back({e, e + 1, width});
    } else {
      rows.back().last = e + 1;
      rows.back().width += kLegendGap + width;
    }
  }
  return rows;
}

std::string legend_entry(const Canvas& canvas, const LegendEntry& entry, double x, double y) {
  const double sample = sample_width(entry);
  std::string text;
  if (!entry.dash.empty()) {
    text += fmt::format(
        "set arrow from screen {:.5f},{:.5f} to screen {:.5f},{:.5f} nohead lw 2 lc rgb '{}' dt "
        "{}\n",
        screen_x(canvas, x), screen_y(canvas, y), screen_x(canvas, x + sample), screen_y(canvas, y),
        entry.colour, entry.dash);
  }
  if (entry.marker != 0) {
    text += label(canvas, x + 0.5 * sample, y, "", "center",
                  fmt::format("point pt {} ps {} lw 1.3 lc rgb '{}'", entry.marker,
                              entry.marker_size, entry.colour));
  }
  return text + label(canvas, x + sample + 6, y, entry.title, "left");
}

std::string logarithmic_lines(std::string_view which, const Axis& axis) {
  const double decades = std::log10(axis.high / axis.low);
  std::string lines = fmt::format("set logscale {}\n", which);
  if (decades < 2) {  // powers of ten alone would leave one label or none
    lines += fmt::format("set format {} '%g'\nset {}tics (", which, which);
    bool first = true;
    const int last = static_cast<int>(std::floor(std::log10(axis.high)));
    for (int decade = static_cast<int>(std::floor(std::log10(axis.low))); decade <= last;
         ++decade) {
      const double power = std::pow(10.0, decade);
      for (const double factor : {1.0, 2.0, 5.0}) {
        const double at = factor * power;
        if (at >= axis.low * 0.999 && at <= axis.high * 1.001) {
          lines += fmt::format("{}{}", first ? "" : ", ", at);
          first = false;
        }
      }
    }
    return lines + ")\n";
  }
  const double step = std::pow(10.0, std::max(1.0, std::ceil(decades / 6)));
  return lines + fmt::format("set format {} '10^{{%T}}'\nset {}tics {}\nset m{}tics {}\n", which,
                             which, step, which, decades <= 6 ? "10" : "default");
}

}  // namespace

Style style(std::size_t solver) {
  return {std::string(kColours[solver % kColours.size()]), kMarkers[solver % kMarkers.size()],
          std::string(kDashes[solver % kDashes.size()])};
}

std::string gnuplot_string(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') {
      result += '\'';
    }
    result += std::iscntrl(static_cast<unsigned char>(c)) != 0 ? ' ' : c;
  }
  return result + "'";
}

std::string number(double value) {
  return fmt::format("{}", value);
}

std::string preamble(const std::string& id, const Canvas& canvas) {
  constexpr double kPixelsPerInch = 96;
  std::string text = fmt::format(
      "# gnuplot {0}.gp draws {0}.svg; gnuplot -e \"format='pdf'\" {0}.gp, or 'png', the others.\n"
      "if (!exists(\"format\")) format = 'svg'\n"
      "if (!exists(\"target\")) target = '{0}.'.format\n",
      id);
  text += fmt::format(
      "if (format eq 'svg') set terminal svg size {},{} dynamic enhanced font 'Arial,13' "
      "background '#ffffff' rounded\n",
      canvas.width, canvas.height);
  text += fmt::format(
      "if (format eq 'png') set terminal pngcairo size {},{} enhanced font 'Arial,13' "
      "fontscale 1.5 pointscale 2 linewidth 2 background '#ffffff' rounded\n",
      2 * canvas.width, 2 * canvas.height);
  text += fmt::format(
      "if (format eq 'pdf') set terminal pdfcairo size {:.3f}in,{:.3f}in enhanced font 'Arial,13' "
      "fontscale 0.75 pointscale 0.75 linewidth 1 background '#ffffff' rounded\n",
      canvas.width / kPixelsPerInch, canvas.height / kPixelsPerInch);
  text +=
      "set output target\n"
      "set encoding utf8\n"
      "set datafile missing 'NaN'\n"
      "set border 3 lc rgb '#555555'\n"
      "set tics nomirror scale 0.6 textcolor rgb '#222222'\n"
      "set grid lc rgb '#E4E4E4' lt 1 lw 0.6 back\n"
      "set format '%g'\n"
      "unset key\n";
  return text;
}

std::string place(const Canvas& canvas, const Panel& panel) {
  return fmt::format(
      "set lmargin at screen {:.5f}\nset rmargin at screen {:.5f}\n"
      "set tmargin at screen {:.5f}\nset bmargin at screen {:.5f}\n",
      screen_x(canvas, panel.left), screen_x(canvas, panel.right), screen_y(canvas, panel.top),
      screen_y(canvas, panel.bottom));
}

std::string label(const Canvas& canvas,
                  double x,
                  double y,
                  std::string_view text,
                  std::string_view align,
                  std::string_view more) {
  return fmt::format("set label {} at screen {:.5f},{:.5f} {} noenhanced{}{}\n",
                     gnuplot_string(text), screen_x(canvas, x), screen_y(canvas, y), align,
                     more.empty() ? "" : " ", more);
}

std::string axis_lines(std::string_view which, const Axis& axis, int ticks) {
  std::string lines =
      fmt::format("set {}range [{}:{}]\n", which, number(axis.low), number(axis.high));
  if (axis.logarithmic) {
    return lines + logarithmic_lines(which, axis);
  }
  return lines + fmt::format("unset logscale {}\nset format {} '%g'\nset {}tics {}\n", which, which,
                             which, number(nice_step(axis.high - axis.low, ticks)));
}

int legend_rows(const Canvas& canvas, const std::vector<LegendEntry>& entries) {
  return static_cast<int>(rows_of(canvas, entries).size());
}

std::string legend(const Canvas& canvas, const std::vector<LegendEntry>& entries) {
  const std::vector<LegendRow> rows = rows_of(canvas, entries);
  std::string text;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    double x = 0.5 * (canvas.width - rows[r].width);
    const double y =
        canvas.height - 16 - kLegendRowHeight * static_cast<double>(rows.size() - 1 - r);
    for (std::size_t e = rows[r].first; e < rows[r].last; ++e) {
      text += legend_entry(canvas, entries[e], x, y);
      x += entry_width(entries[e]) + kLegendGap;
    }
  }
  return text;
}

Axis padded(double low, double high) {
  const double range = high - low;
  // Also where rounding would leave fewer than a few doubles between the ends.
  if (!(range > 1e-12 * std::max(std::abs(low), std::abs(high)))) {
    const double half = low == 0 ? 0.5 : 0.05 * std::abs(low);
    return {low - half, high + half};
  }
  return {low - 0.04 * range, high + 0.04 * range};
}

std::string file_stem(std::string_view id) {
  std::string result;
  for (const char c : id) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' ||
                       (c == '.' && !result.empty());
    result += plain ? c : '-';
  }
  return result.empty() ? "unnamed" : result;
}

}  // namespace vilfredo::suite::detail
