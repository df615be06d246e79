#include "figures/fronts_to_draw.hpp"
#include "report/printed_table.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace vilfredo::suite::detail {
namespace {

std::string point_data(const FrontsToDraw& drawing) {
  std::string text = "# one block per front, one row per point, one column per objective\n";
  for (const DrawnFront& front : drawing.fronts) {
    text += "# " + file_stem(front.title) + "\n";
    for (Index j = 0; j < front.f.cols(); ++j) {
      for (Index i = 0; i < front.f.rows(); ++i) {
        text += number(front.f(i, j));
        text += i + 1 < front.f.rows() ? ' ' : '\n';
      }
    }
    text += "\n\n";
  }
  return text;
}

std::vector<LegendEntry> legend_of(const FrontsToDraw& drawing) {
  std::vector<LegendEntry> entries;
  for (const DrawnFront& front : drawing.fronts) {
    const Style s = style(front.solver);
    if (front.reference) {
      entries.push_back({front.title, std::string(kReferenceColour), 7, 0.5, ""});
    } else {
      const std::string title =
          fmt::format("{} ({} point{})", front.title, front.points, front.points == 1 ? "" : "s");
      entries.push_back({title, s.colour, s.marker, 0.8, ""});
    }
  }
  return entries;
}

std::string plot_points(const FrontsToDraw& drawing, const std::string& id, Index x, Index y) {
  // A curve in two dimensions, a cloud behind everything else in three.
  const std::string_view grey = drawing.window.size() > 2 ? "#C6C6C6" : kReferenceColour;
  std::string text = "plot ";
  for (std::size_t b = 0; b < drawing.fronts.size(); ++b) {
    const DrawnFront& front = drawing.fronts[b];
    const Style s = style(front.solver);
    text += b > 0 ? ", \\\n     " : "";
    text += fmt::format("'{}.dat' index {} using {}:{} with points ", id, b, x + 1, y + 1);
    text += front.reference ? fmt::format("pt 7 ps 0.25 lc rgb '{}'", grey)
                            : fmt::format("pt {} ps 0.6 lw 1.2 lc rgb '{}'", s.marker, s.colour);
  }
  return text + "\n";
}

std::string axis_titles(const ReportProblem& problem, Index x, Index y) {
  const auto text = [&](Index k) {
    return gnuplot_string(objective_text(problem.objectives[static_cast<std::size_t>(k)]));
  };
  return "set xlabel " + text(x) + " noenhanced\nset ylabel " + text(y) + " noenhanced\n";
}

std::string scatter_script(const Report& report,
                           std::size_t problem,
                           const FrontsToDraw& drawing,
                           const std::string& id) {
  Canvas canvas{580, 440};
  const std::vector<LegendEntry> entries = legend_of(drawing);
  canvas.height += legend_rows(canvas, entries) * kLegendRowHeight;
  const double bottom = 376;
  std::string text = preamble(id, canvas);
  text += label(canvas, 320, 20, drawing.title, "center", "font ',15'");
  text += place(canvas, {90, 560, 40, bottom});
  text += axis_lines("x", drawing.window[0], 6) + axis_lines("y", drawing.window[1], 7);
  text += axis_titles(report.problems[problem], 0, 1) + "set ylabel offset -1,0\n";
  return text + legend(canvas, entries) + plot_points(drawing, id, 0, 1);
}

/// Three objectives: the pairs (1, 2), (1, 3) and (2, 3) side by side.
std::string projections_script(const Report& report,
                               std::size_t problem,
                               const FrontsToDraw& drawing,
                               const std::string& id) {
  constexpr Index kPairs[3][2] = {{0, 1}, {0, 2}, {1, 2}};
  Canvas canvas{1080, 390};
  const std::vector<LegendEntry> entries = legend_of(drawing);
  canvas.height += legend_rows(canvas, entries) * kLegendRowHeight;
  std::string text = preamble(id, canvas);
  text += label(canvas, 540, 20, drawing.title, "center", "font ',15'");
  text += "set multiplot\n";
  for (int panel = 0; panel < 3; ++panel) {
    const Index x = kPairs[panel][0];
    const Index y = kPairs[panel][1];
    const double left = 84 + 360 * panel;
    text += place(canvas, {left, left + 264, 44, 326});
    text += axis_lines("x", drawing.window[static_cast<std::size_t>(x)], 4) +
            axis_lines("y", drawing.window[static_cast<std::size_t>(y)], 5);
    text += axis_titles(report.problems[problem], x, y) + "set ylabel offset -0.5,0\n";
    text += panel == 0 ? legend(canvas, entries) : "unset label\n";
    text += plot_points(drawing, id, x, y);
  }
  return text + "unset multiplot\n";
}

}  // namespace

std::optional<Figure> front_figure(const Report& report,
                                   std::size_t problem,
                                   const std::string& id) {
  const std::size_t objectives = report.problems[problem].objectives.size();
  if (objectives < 2) {
    return std::nullopt;
  }
  if (objectives > 3) {
    return parallel_figure(report, problem, id);
  }
  const FrontsToDraw drawing = fronts_to_draw(report, problem, kMostPointsDrawn, true);
  if (drawing.fronts.empty()) {
    return std::nullopt;
  }
  Figure figure;
  figure.id = id;
  figure.kind = FigureKind::front;
  figure.title = drawing.title;
  figure.caption = drawing.caption;
  figure.wide = objectives > 2;
  figure.data = point_data(drawing);
  figure.script = objectives == 2 ? scatter_script(report, problem, drawing, id)
                                  : projections_script(report, problem, drawing, id);
  return figure;
}

}  // namespace vilfredo::suite::detail
