#include "figures/kinds.hpp"
#include "figures/script.hpp"
#include "report/printed_table.hpp"

#include <vilfredo/suite/report/numbers.hpp>
#include <vilfredo/suite/statistics/descriptive.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace vilfredo::suite::detail {
namespace {

/// Before this share of the largest cost a curve may start below the window.
constexpr double kWarmUp = 0.05;

struct Curve {
  std::size_t solver = 0;
  std::size_t runs = 0;
  std::vector<double> cost;
  std::vector<Summary> quality;
};

/// Quartiles at the costs where at least half of the runs that have a trace have a value.
Curve curve_of(const ReportTrace& trace, std::size_t solver) {
  Curve curve;
  curve.solver = solver;
  for (Index r = 0; r < trace.value.cols(); ++r) {
    curve.runs += (trace.value.col(r).array() == trace.value.col(r).array()).any() ? 1 : 0;
  }
  for (std::size_t c = 0; c < trace.cost.size(); ++c) {
    std::vector<double> values;
    for (Index r = 0; r < trace.value.cols(); ++r) {
      const double v = trace.value(static_cast<Index>(c), r);
      if (std::isfinite(v)) {
        values.push_back(v);
      }
    }
    if (!values.empty() && 2 * values.size() >= curve.runs) {
      curve.cost.push_back(trace.cost[c]);
      curve.quality.push_back(summarise(values));
    }
  }
  return curve;
}

std::vector<Curve> curves_of(const Report& report, std::size_t problem) {
  std::vector<Curve> curves;
  for (std::size_t s = 0; s < report.solvers.size(); ++s) {
    const ReportCell& cell = report.cell(problem, s);
    if (cell.trace) {
      Curve curve = curve_of(*cell.trace, s);
      if (!curve.cost.empty()) {
        curves.push_back(std::move(curve));
      }
    }
  }
  return curves;
}

struct Window {
  Axis cost;
  Axis quality;
  bool cut = false;  ///< some early part lies outside
};

/// Qualities reached after the warm-up; those of a curve that ends before it count as well.
Axis quality_window(const std::vector<Curve>& curves, double warm) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const Curve& curve : curves) {
    for (std::size_t c = 0; c < curve.cost.size(); ++c) {
      if (curve.cost[c] >= warm || curve.cost.back() < warm) {
        low = std::min(low, curve.quality[c].lower_quartile);
        high = std::max(high, curve.quality[c].upper_quartile);
      }
    }
  }
  return padded(low, high);
}

Window window_of(const std::vector<Curve>& curves, bool linear) {
  double last = 0;
  for (const Curve& curve : curves) {
    last = std::max(last, curve.cost.back());
  }
  Window window;
  window.quality = quality_window(curves, kWarmUp * last);
  double first = last;
  for (const Curve& curve : curves) {
    for (std::size_t c = 0; c < curve.cost.size(); ++c) {
      const Summary& q = curve.quality[c];
      if (q.upper_quartile >= window.quality.low && q.lower_quartile <= window.quality.high) {
        first = std::min(first, curve.cost[c]);
      } else {
        window.cut = true;
      }
    }
  }
  window.cost = {first, last > first ? last : first * 10, !linear};
  return window;
}

std::string data_of(const Report& report, const std::vector<Curve>& curves) {
  std::string text = "# one block per solver: cost, lower quartile, median, upper quartile\n";
  for (const Curve& curve : curves) {
    text += "# " + file_stem(report.solvers[curve.solver].id) + "\n";
    for (std::size_t c = 0; c < curve.cost.size(); ++c) {
      const Summary& q = curve.quality[c];
      text += number(curve.cost[c]) + " " + number(q.lower_quartile) + " " + number(q.median) +
              " " + number(q.upper_quartile) + "\n";
    }
    text += "\n\n";
  }
  return text;
}

std::string plot_command(const std::vector<Curve>& curves, const std::string& id) {
  std::string text = "plot ";
  for (std::size_t b = 0; b < curves.size(); ++b) {
    text += fmt::format(
        "'{}.dat' index {} using 1:2:4 with filledcurves fc rgb '{}' fs transparent solid 0.18 "
        "noborder, \\\n     ",
        id, b, style(curves[b].solver).colour);
  }
  for (std::size_t b = 0; b < curves.size(); ++b) {
    const Style s = style(curves[b].solver);
    const std::size_t interval = std::max<std::size_t>(1, curves[b].cost.size() / 9);
    text += b > 0 ? ", \\\n     " : "";
    text += fmt::format(
        "'{}.dat' index {} using 1:3 with linespoints lw 2 pt {} ps 0.7 pi {} lc rgb '{}' dt {}",
        id, b, s.marker, interval, s.colour, s.dash);
  }
  return text + "\n";
}

std::string runs_of(const std::vector<Curve>& curves) {
  std::size_t fewest = curves.front().runs;
  std::size_t most = fewest;
  for (const Curve& curve : curves) {
    fewest = std::min(fewest, curve.runs);
    most = std::max(most, curve.runs);
  }
  return fewest == most ? counted(most, "run") : fmt::format("{} to {} runs", fewest, most);
}

}  // namespace

std::optional<Figure> anytime_figure(const Report& report,
                                     std::size_t problem,
                                     const std::string& id) {
  const std::vector<Curve> curves = curves_of(report, problem);
  if (curves.empty()) {
    return std::nullopt;
  }
  const ReportProblem& p = report.problems[problem];
  const Window window = window_of(curves, report.linear_cost);
  std::vector<LegendEntry> entries;
  for (const Curve& curve : curves) {
    const Style s = style(curve.solver);
    entries.push_back({report.solvers[curve.solver].id, s.colour, s.marker, 0.8, s.dash});
  }
  Figure figure;
  figure.id = id;
  figure.kind = FigureKind::anytime;
  figure.title = fmt::format("{}: {} over {}", p.id, report.trace_name, p.cost_unit);
  figure.caption = fmt::format("Median (line) and quartiles (band) of {}{}.", runs_of(curves),
                               report.linear_cost ? "" : ", logarithmic horizontal axis");
  if (window.cut) {
    figure.caption += " The vertical axis leaves out the first steps of the curves.";
  }
  figure.caption += p.trace_frame.empty() ? "" : " " + p.trace_frame;
  figure.data = data_of(report, curves);
  Canvas canvas{580, 400};
  canvas.height += legend_rows(canvas, entries) * kLegendRowHeight;
  figure.script = preamble(id, canvas) +
                  label(canvas, 320, 20, figure.title, "center", "font ',15'") +
                  place(canvas, {90, 552, 40, 336}) + axis_lines("x", window.cost, 6) +
                  axis_lines("y", window.quality, 6) + "set xlabel " + gnuplot_string(p.cost_unit) +
                  " noenhanced\nset ylabel " + gnuplot_string(report.trace_name) +
                  " noenhanced offset -1,0\n" + legend(canvas, entries) + plot_command(curves, id);
  return figure;
}

}  // namespace vilfredo::suite::detail
