#include "figures/fronts_to_draw.hpp"
#include "figures/kinds.hpp"
#include "figures/script.hpp"
#include "report/printed_table.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vilfredo::suite::detail {
namespace {

constexpr double kTriangleHeight = 0.8660254037844386;  // of the side

const std::optional<ReportLearned>& learned_of(const Report& report,
                                               std::size_t problem,
                                               std::size_t solver) {
  return report.cell(problem, solver).learned;
}

/// Columns by ascending first weight.
std::vector<Index> along_preference(const ReportLearned& learned) {
  std::vector<Index> order(static_cast<std::size_t>(learned.f.cols()));
  std::iota(order.begin(), order.end(), Index{0});
  std::sort(order.begin(), order.end(), [&](Index a, Index b) {
    const double first = learned.preferences(0, a);
    const double second = learned.preferences(0, b);
    return first != second ? first < second : a < b;
  });
  return order;
}

std::string point_line(const ReportLearned& learned, Index j) {
  std::string text;
  for (Index k = 0; k < learned.preferences.rows(); ++k) {
    text += number(learned.preferences(k, j)) + " ";
  }
  for (Index k = 0; k < learned.f.rows(); ++k) {
    text += number(learned.f(k, j));
    text += k + 1 < learned.f.rows() ? ' ' : '\n';
  }
  return text;
}

std::string caption_of(const Report& report, std::size_t problem) {
  const ReportProblem& p = report.problems[problem];
  return fmt::format(
      "Solutions that the models of the runs with the median {} give for preferences on a lattice, "
      "evaluated after the budget and counted apart{}.",
      report.median_run_of, p.budget.empty() ? "" : " (" + p.budget + ")");
}

/// Blocks of a curve figure: the reference front, if there is one, then the solvers.
struct Curves {
  std::vector<std::size_t> solvers;
  std::vector<DrawnFront> fronts;
  bool reference = false;
};

Curves curves_of(const Report& report, std::size_t problem) {
  Curves out;
  for (std::size_t s = 0; s < report.solvers.size(); ++s) {
    if (const auto& learned = learned_of(report, problem, s); learned && learned->f.cols() > 0) {
      DrawnFront front;
      front.title = report.solvers[s].id;
      front.f = learned->f;
      front.points = learned->f.cols();
      front.solver = s;
      out.fronts.push_back(std::move(front));
      out.solvers.push_back(s);
    }
  }
  const auto& reference = report.problems[problem].reference;
  if (!out.solvers.empty() && reference && reference->f.cols() > 0) {
    DrawnFront front;
    front.title = reference->exact ? "true front" : "reference front";
    front.points = reference->f.cols();
    const std::vector<Index> kept = thinned(reference->f, kMostPointsDrawn);
    front.f.resize(reference->f.rows(), static_cast<Index>(kept.size()));
    for (std::size_t j = 0; j < kept.size(); ++j) {
      front.f.col(static_cast<Index>(j)) = reference->f.col(kept[j]);
    }
    front.reference = true;
    out.fronts.insert(out.fronts.begin(), std::move(front));
    out.reference = true;
  }
  return out;
}

std::string curve_data(const Report& report, std::size_t problem, const Curves& curves) {
  std::string text = "# one block per set: weights, then objectives; the reference front without\n";
  for (const DrawnFront& front : curves.fronts) {
    text += "# " + file_stem(front.title) + "\n";
    if (front.reference) {
      for (Index j = 0; j < front.f.cols(); ++j) {
        text += number(front.f(0, j)) + " " + number(front.f(1, j)) + "\n";
      }
    } else {
      const ReportLearned& learned = *learned_of(report, problem, front.solver);
      for (const Index j : along_preference(learned)) {
        text += point_line(learned, j);
      }
    }
    text += "\n\n";
  }
  return text;
}

/// `columns` names the two columns of a solver's block.
std::string curve_plot(const Curves& curves,
                       const std::string& id,
                       std::string_view columns,
                       bool with_reference) {
  std::string text = "plot ";
  bool first = true;
  for (std::size_t b = 0; b < curves.fronts.size(); ++b) {
    const DrawnFront& front = curves.fronts[b];
    if (front.reference && !with_reference) {
      continue;
    }
    text += first ? "" : ", \\\n     ";
    first = false;
    if (front.reference) {
      text += fmt::format("'{}.dat' index {} using 1:2 with points pt 7 ps 0.25 lc rgb '{}'", id, b,
                          kReferenceColour);
    } else {
      const Style s = style(front.solver);
      text += fmt::format(
          "'{}.dat' index {} using {} with linespoints lw 1.6 pt {} ps 0.5 lc rgb '{}' dt {}", id,
          b, columns, s.marker, s.colour, s.dash);
    }
  }
  return text + "\n";
}

std::vector<LegendEntry> curve_legend(const Curves& curves) {
  std::vector<LegendEntry> entries;
  for (const DrawnFront& front : curves.fronts) {
    if (front.reference) {
      entries.push_back({front.title, std::string(kReferenceColour), 7, 0.5, ""});
    } else {
      const Style s = style(front.solver);
      entries.push_back({front.title, s.colour, s.marker, 0.8, s.dash});
    }
  }
  return entries;
}

std::string title_of(const Report& report, std::size_t problem, Index k) {
  return objective_text(report.problems[problem].objectives[static_cast<std::size_t>(k)]);
}

std::string weight_axis(const Report& report, std::size_t problem) {
  return "set xlabel " +
         gnuplot_string("weight of " + report.problems[problem].objectives.front().name) +
         " noenhanced\n";
}

/// Positions in the triangle with the corners (0, 0), (1, 0) and (1/2, height).
std::string surface_data(const ReportLearned& learned) {
  std::string text = "# weights, objectives, position in the triangle of weights\n";
  for (Index j = 0; j < learned.f.cols(); ++j) {
    std::string line = point_line(learned, j);
    line.back() = ' ';
    const double across = learned.preferences(1, j) + 0.5 * learned.preferences(2, j);
    text +=
        line + number(across) + " " + number(kTriangleHeight * learned.preferences(2, j)) + "\n";
  }
  return text;
}

std::string surface_panel(const Canvas& canvas,
                          const Report& report,
                          std::size_t problem,
                          const Axis& values,
                          const std::string& id,
                          Index k) {
  const double left = 60 + 350 * static_cast<double>(k);
  const double side = 250;
  const Panel panel{left, left + side, 84, 84 + side * kTriangleHeight};
  const auto& objectives = report.problems[problem].objectives;
  const double width = canvas.width;
  const double height = canvas.height;
  std::string text = k == 0 ? "" : "unset label\n";
  text += place(canvas, panel);
  text += label(canvas, left + side / 2, 50, title_of(report, problem, k), "center");
  const std::string small = "font ',11' tc rgb '#555555'";
  text += label(canvas, panel.left, panel.bottom + 14, objectives[0].name, "center", small);
  text += label(canvas, panel.right, panel.bottom + 14, objectives[1].name, "center", small);
  text += label(canvas, left + side / 2, panel.top - 14, objectives[2].name, "center", small);
  text += fmt::format(
      "set colorbox horizontal user origin screen {:.5f},{:.5f} size screen {:.5f},{:.5f}\n",
      panel.left / width, 1 - (panel.bottom + 52) / height, side / width, 12 / height);
  text += axis_lines("cb", values, 4);
  return text +
         fmt::format("plot '{}.dat' using 7:8:{} with points pt 7 ps 2.2 lc palette\n", id, k + 4);
}

}  // namespace

std::optional<Figure> learned_curve_figure(const Report& report,
                                           std::size_t problem,
                                           const std::string& id) {
  if (report.problems[problem].objectives.size() != 2) {
    return std::nullopt;
  }
  const Curves curves = curves_of(report, problem);
  if (curves.solvers.empty()) {
    return std::nullopt;
  }
  Figure figure;
  figure.id = id;
  figure.kind = FigureKind::learned;
  figure.wide = true;
  figure.title = report.problems[problem].id + ": learned sets over the preference";
  figure.caption = caption_of(report, problem);
  figure.data = curve_data(report, problem, curves);
  const Axis windows[2] = {axis_window(curves.fronts, 0, true),
                           axis_window(curves.fronts, 1, true)};
  const std::vector<LegendEntry> entries = curve_legend(curves);
  Canvas canvas{1080, 390};
  canvas.height += legend_rows(canvas, entries) * kLegendRowHeight;
  std::string text = preamble(id, canvas);
  text += label(canvas, 540, 20, figure.title, "center", "font ',15'") + "set multiplot\n";
  for (int panel = 0; panel < 3; ++panel) {
    const double left = 84 + 360 * panel;
    const Index k = panel == 2 ? 1 : 0;  // of the panels over the preference
    text += panel == 0 ? "" : "unset label\n";
    text += place(canvas, {left, left + 264, 44, 326});
    text += panel == 0 ? axis_lines("x", windows[0], 4) : axis_lines("x", {0, 1}, 4);
    text += axis_lines("y", windows[panel == 0 ? 1 : k], 5);
    text += panel == 0
                ? "set xlabel " + gnuplot_string(title_of(report, problem, 0)) + " noenhanced\n"
                : weight_axis(report, problem);
    text += "set ylabel " + gnuplot_string(title_of(report, problem, panel == 0 ? 1 : k)) +
            " noenhanced offset -0.5,0\n";
    text += panel == 0 ? legend(canvas, entries) : "";
    text += curve_plot(curves, id, panel == 0 ? "3:4" : (k == 0 ? "1:3" : "1:4"), panel == 0);
  }
  figure.script = text + "unset multiplot\n";
  return figure;
}

std::optional<Figure> learned_surface_figure(const Report& report,
                                             std::size_t problem,
                                             std::size_t solver,
                                             const std::string& id) {
  const auto& learned = learned_of(report, problem, solver);
  if (report.problems[problem].objectives.size() != 3 || !learned || learned->f.cols() == 0) {
    return std::nullopt;
  }
  Figure figure;
  figure.id = id;
  figure.kind = FigureKind::learned;
  figure.wide = true;
  figure.title = fmt::format("{}: set learned by {} over the preference",
                             report.problems[problem].id, report.solvers[solver].id);
  figure.caption = caption_of(report, problem) +
                   " A point of a triangle is a preference, all weight on the objective that is "
                   "named at a corner; its colour is the value of the panel's objective.";
  figure.data = surface_data(*learned);
  DrawnFront front;
  front.f = learned->f;
  const Canvas canvas{1080, 400};
  std::string text = preamble(id, canvas);
  text += label(canvas, 540, 20, figure.title, "center", "font ',15'");
  text +=
      "unset grid\nset border 0\nunset xtics\nunset ytics\nset xrange [-0.04:1.04]\n"
      "set yrange [-0.04:0.906]\n"
      "set palette defined (0 '#440154', 1 '#3b528b', 2 '#21918c', 3 '#5ec962', 4 '#fde725')\n"
      "set multiplot\n";
  for (Index k = 0; k < 3; ++k) {
    text += surface_panel(canvas, report, problem, axis_window({front}, k, false), id, k);
  }
  figure.script = text + "unset multiplot\n";
  return figure;
}

}  // namespace vilfredo::suite::detail
