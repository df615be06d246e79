#include "figures/kinds.hpp"
#include "figures/script.hpp"
#include "report/text_lines.hpp"

#include <vilfredo/suite/statistics/descriptive.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace vilfredo::suite::detail {
namespace {

constexpr double kWhisker = 1.5;         // interquartile ranges
constexpr double kLogarithmicFrom = 50;  // largest over smallest value
constexpr std::size_t kMostDots = 60;    // runs drawn one by one

struct Box {
  std::size_t solver = 0;
  Summary summary;
  double low = 0;   ///< end of the whisker: a value
  double high = 0;  ///< end of the whisker: a value
  std::vector<double> dots;
};

struct BoxPanel {
  std::size_t problem = 0;
  std::vector<Box> boxes;
  Axis axis;
};

struct LeftOut {
  std::size_t infinite = 0;
  std::size_t dots = 0;
};

std::vector<double> finite_values(const ReportCell& cell,
                                  std::size_t indicator,
                                  std::size_t& infinite) {
  std::vector<double> values;
  for (const ReportRun& run : cell.runs) {
    const double v = run.state == RunState::done ? run.values[indicator]
                                                 : std::numeric_limits<double>::quiet_NaN();
    infinite += std::isinf(v) ? 1 : 0;
    if (std::isfinite(v)) {
      values.push_back(v);
    }
  }
  return values;
}

Box box_of(std::size_t solver, const std::vector<double>& values, LeftOut& left_out) {
  Box box;
  box.solver = solver;
  box.summary = summarise(values);
  const double reach = kWhisker * box.summary.interquartile_range();
  box.low = box.summary.maximum;
  box.high = box.summary.minimum;
  for (const double v : values) {
    if (v >= box.summary.lower_quartile - reach && v <= box.summary.upper_quartile + reach) {
      box.low = std::min(box.low, v);
      box.high = std::max(box.high, v);
    }
  }
  for (const double v : values) {
    if (values.size() <= kMostDots || v < box.low || v > box.high) {
      box.dots.push_back(v);
    } else {
      ++left_out.dots;
    }
  }
  return box;
}

std::vector<BoxPanel> panels_of(const Report& report, std::size_t indicator, LeftOut& left_out) {
  std::vector<BoxPanel> panels;
  for (std::size_t p = 0; p < report.problems.size(); ++p) {
    BoxPanel panel;
    panel.problem = p;
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (std::size_t s = 0; s < report.solvers.size(); ++s) {
      const std::vector<double> values =
          finite_values(report.cell(p, s), indicator, left_out.infinite);
      if (!values.empty()) {
        panel.boxes.push_back(box_of(s, values, left_out));
        low = std::min(low, panel.boxes.back().summary.minimum);
        high = std::max(high, panel.boxes.back().summary.maximum);
      }
    }
    if (panel.boxes.empty()) {
      continue;
    }
    panel.axis = padded(low, high);
    if (low > 0 && high / low >= kLogarithmicFrom) {
      const double margin = std::pow(high / low, 0.04);
      panel.axis = {low / margin, high * margin, true};
    }
    panels.push_back(std::move(panel));
  }
  return panels;
}

/// Two blocks per panel: boxes (position, whisker, quartile, median, quartile, whisker) and dots
/// (value, position), spread around the position so that equal values stay visible.
std::string data_of(const Report& report, const std::vector<BoxPanel>& panels) {
  std::string text =
      "# two blocks per problem: position, low whisker, lower quartile, median, upper quartile, "
      "high whisker; then single runs: value, position\n";
  for (const BoxPanel& panel : panels) {
    text += "# " + file_stem(report.problems[panel.problem].id) + "\n";
    std::string dots;
    for (const Box& box : panel.boxes) {
      const Summary& s = box.summary;
      text += fmt::format("{} {} {} {} {} {}\n", box.solver + 1, number(box.low),
                          number(s.lower_quartile), number(s.median), number(s.upper_quartile),
                          number(box.high));
      for (std::size_t d = 0; d < box.dots.size(); ++d) {
        const double shift = (static_cast<double>((d * 5) % 11) - 5) * 0.03;
        dots += fmt::format("{} {:.4g}\n", number(box.dots[d]),
                            static_cast<double>(box.solver + 1) + shift);
      }
    }
    // gnuplot stops at a block without points.
    text += "\n\n" + (dots.empty() ? "NaN NaN\n" : dots) + "\n\n";
  }
  return text;
}

std::string panel_script(const Report& report,
                         const BoxPanel& panel,
                         const std::string& id,
                         std::size_t block,
                         bool first_column) {
  std::string text = axis_lines("x", panel.axis, 4);
  text += fmt::format("set yrange [{}.5:0.5]\nset ytics (", report.solvers.size());
  for (std::size_t s = 0; s < report.solvers.size(); ++s) {
    text += (s > 0 ? ", " : "") + gnuplot_string(first_column ? report.solvers[s].id : "") +
            fmt::format(" {}", s + 1);
  }
  // The dots first: where there are many, the box must stay readable.
  text += fmt::format(
      ") noenhanced\nplot '{}.dat' index {} using 1:2 with points pt 7 ps 0.28 lc rgb '#555555'",
      id, block + 1);
  for (std::size_t row = 0; row < panel.boxes.size(); ++row) {
    const std::string colour = style(panel.boxes[row].solver).colour;
    const std::string source =
        fmt::format(", \\\n     '{0}.dat' index {1} every ::{2}::{2} using ", id, block, row);
    text += source + fmt::format("2:1:($6-$2):(0) with vectors nohead lw 1.2 lc rgb '{}'", colour);
    text += source + fmt::format(
                         "4:1:3:5:($1-0.3):($1+0.3) with boxxyerror lw 1.3 fc rgb '{0}' fs "
                         "transparent solid 0.15 border lc rgb '{0}'",
                         colour);
    text +=
        source + fmt::format("4:($1-0.3):(0):(0.6) with vectors nohead lw 3 lc rgb '{}'", colour);
  }
  return text + "\n";
}

std::string script_of(const Report& report,
                      const std::vector<BoxPanel>& panels,
                      const Figure& figure) {
  constexpr int kPanelWidth = 300;
  std::size_t longest = 0;
  for (const ReportSolver& solver : report.solvers) {
    longest = std::max(longest, solver.id.size());
  }
  const int names = 20 + static_cast<int>(7.2 * static_cast<double>(longest));
  const std::size_t columns = std::min<std::size_t>(3, panels.size());
  const std::size_t rows = (panels.size() + columns - 1) / columns;
  const int inner = 24 * static_cast<int>(report.solvers.size()) + 16;
  const int row_height = inner + 68;
  const Canvas canvas{names + kPanelWidth * static_cast<int>(columns) + 10,
                      34 + row_height * static_cast<int>(rows)};
  std::string text = preamble(figure.id, canvas) + "set border 1\nset ytics scale 0\n";
  text += "set multiplot\n";
  for (std::size_t k = 0; k < panels.size(); ++k) {
    const double left = names + kPanelWidth * static_cast<double>(k % columns);
    const double top = 34 + 32 + row_height * static_cast<double>(k / columns);
    text += "unset label\n" + place(canvas, {left, left + kPanelWidth - 34, top, top + inner});
    if (k == 0) {
      text += label(canvas, canvas.width / 2.0, 20, figure.title, "center", "font ',15'");
    }
    text += label(canvas, left + (kPanelWidth - 34) / 2.0, top - 14,
                  report.problems[panels[k].problem].id);
    text += panel_script(report, panels[k], figure.id, 2 * k, k % columns == 0);
  }
  return text + "unset multiplot\n";
}

}  // namespace

std::optional<Figure> boxplot_figure(const Report& report,
                                     std::size_t indicator,
                                     const std::string& id) {
  LeftOut left_out;
  const std::vector<BoxPanel> panels = panels_of(report, indicator, left_out);
  if (panels.empty()) {
    return std::nullopt;
  }
  const ReportIndicator& what = report.indicators[indicator];
  Figure figure;
  figure.id = id;
  figure.kind = FigureKind::boxplot;
  figure.wide = panels.size() > 1;
  figure.title = fmt::format("{} of all runs ({} is better)",
                             capitalised(what.name.empty() ? what.id : what.name),
                             what.better == Direction::maximise ? "larger" : "smaller");
  figure.caption =
      "Box: quartiles, thick line: median, whiskers: the last run within 1.5 interquartile ranges, "
      "dots: single runs. Every panel has its own axis.";
  if (std::any_of(panels.begin(), panels.end(),
                  [](const BoxPanel& panel) { return panel.axis.logarithmic; })) {
    figure.caption += " The axis is logarithmic where values span a factor of 50 or more.";
  }
  if (left_out.dots > 0) {
    figure.caption += " With many runs only those beyond the whiskers have a dot.";
  }
  if (left_out.infinite > 0) {
    figure.caption += fmt::format(" {} infinite value{} not drawn.", left_out.infinite,
                                  left_out.infinite == 1 ? " is" : "s are");
  }
  figure.data = data_of(report, panels);
  figure.script = script_of(report, panels, figure);
  return figure;
}

}  // namespace vilfredo::suite::detail
