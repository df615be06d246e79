#include "figures/fronts_to_draw.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace vilfredo::suite::detail {
namespace {

constexpr int kPanelWidth = 540;
constexpr int kPanelHeight = 260;
constexpr int kTitleHeight = 40;
constexpr double kSide = 64;             // room for half a name beside the outer axes
constexpr double kCharacterWidth = 6.2;  // of the 11 px font

std::string lines_data(const FrontsToDraw& drawing) {
  std::string text =
      "# one block per front, one line per point: objective number, value scaled to its axis\n";
  for (const DrawnFront& front : drawing.fronts) {
    text += "# " + file_stem(front.title) + "\n";
    for (Index j = 0; j < front.f.cols(); ++j) {
      for (Index i = 0; i < front.f.rows(); ++i) {
        const Axis& axis = drawing.window[static_cast<std::size_t>(i)];
        text +=
            fmt::format("{} {:.6g}\n", i + 1, (front.f(i, j) - axis.low) / (axis.high - axis.low));
      }
      text += "\n";
    }
    text += "\n";
  }
  return text;
}

/// At most `most` characters, the last one "…" if some are missing. Cuts between UTF-8 characters.
std::string shortened(const std::string& text, std::size_t most) {
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool starts = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
    if (starts && ++characters > most) {
      std::size_t keep = i;
      do {
        --keep;
      } while (keep > 0 && (static_cast<unsigned char>(text[keep]) & 0xC0U) == 0x80U);
      return text.substr(0, keep) + "…";
    }
  }
  return text;
}

/// Ends of every axis, and below it the objective's name and sense.
std::string axis_texts(const Canvas& canvas,
                       const Panel& panel,
                       const std::vector<Objective>& objectives,
                       const std::vector<Axis>& window) {
  const double spacing = (panel.right - panel.left) / static_cast<double>(objectives.size() - 1);
  const auto most = static_cast<std::size_t>(
      std::max(4.0, std::min(spacing - 8, 2 * kSide + 16) / kCharacterWidth));
  const bool narrow = spacing < 60;
  const auto end = [&](double value) {
    return narrow ? fmt::format("{:.2g}", value) : fmt::format("{:.4g}", value);
  };
  std::string text;
  for (std::size_t k = 0; k < objectives.size(); ++k) {
    const double x = panel.left + spacing * static_cast<double>(k);
    const std::string grey = "font ',11' tc rgb '#555555'";
    text += label(canvas, x, panel.top - 10, end(window[k].high), "center", grey);
    text += label(canvas, x, panel.bottom + 10, end(window[k].low), "center", grey);
    text += label(canvas, x, panel.bottom + 28, shortened(objectives[k].name, most), "center",
                  "font ',11'");
    text += label(canvas, x, panel.bottom + 43,
                  std::string(objectives[k].sense == Sense::maximise ? "max" : "min") +
                      (narrow ? "" : "imised"),
                  "center", grey);
  }
  return text;
}

std::string plot_lines(const FrontsToDraw& drawing, const std::string& id, std::size_t block) {
  const DrawnFront& front = drawing.fronts[block];
  std::string text = "plot ";
  if (drawing.fronts.front().reference) {
    text += fmt::format("'{}.dat' index 0 using 1:2 with lines lw 0.8 lc rgb '#D0D0D0'", id);
  }
  if (!front.reference) {  // "80" in front of the colour: half transparent
    text += fmt::format("{}'{}.dat' index {} using 1:2 with lines lw 0.9 lc rgb '#80{}'",
                        drawing.fronts.front().reference ? ", \\\n     " : "", id, block,
                        style(front.solver).colour.substr(1));
  }
  return text + "\n";
}

/// A panel per solver with the reference in grey behind; the reference alone if no solver has a
/// front.
std::string parallel_script(const FrontsToDraw& drawing,
                            const std::vector<Objective>& objectives,
                            const std::string& id) {
  const std::size_t first = drawing.fronts.front().reference && drawing.fronts.size() > 1 ? 1 : 0;
  const std::size_t panels = drawing.fronts.size() - first;
  const std::size_t columns = panels == 1 ? 1 : 2;
  const std::size_t rows = (panels + columns - 1) / columns;
  const Canvas canvas{kPanelWidth * static_cast<int>(columns),
                      kTitleHeight + kPanelHeight * static_cast<int>(rows)};
  std::string text = preamble(id, canvas);
  text += fmt::format(
      "unset grid\nset grid xtics lc rgb '#777777' lt 1 lw 1 front\nset border 0\n"
      "set noytics\nset xtics 1 scale 0\nset format x ''\nset xrange [1:{}]\nset yrange [0:1]\n"
      "set multiplot\n",
      objectives.size());
  for (std::size_t k = 0; k < panels; ++k) {
    const std::size_t row = k / columns;
    const double left = kPanelWidth * static_cast<double>(k % columns);
    const double top = kTitleHeight + kPanelHeight * static_cast<double>(row);
    const Panel panel{left + kSide, left + kPanelWidth - kSide, top + 44, top + kPanelHeight - 60};
    const DrawnFront& front = drawing.fronts[first + k];
    text += "unset label\n" + place(canvas, panel);
    text +=
        k > 0 ? "" : label(canvas, canvas.width / 2.0, 20, drawing.title, "center", "font ',15'");
    text += label(canvas, (panel.left + panel.right) / 2, top + 14,
                  fmt::format("{} ({} points)", front.title, front.points));
    text += axis_texts(canvas, panel, objectives, drawing.window);
    text += plot_lines(drawing, id, first + k);
  }
  return text + "unset multiplot\n";
}

}  // namespace

std::optional<Figure> parallel_figure(const Report& report,
                                      std::size_t problem,
                                      const std::string& id) {
  const FrontsToDraw drawing = fronts_to_draw(report, problem, kMostLinesDrawn, false);
  if (drawing.fronts.empty()) {
    return std::nullopt;
  }
  Figure figure;
  figure.id = id;
  figure.kind = FigureKind::front;
  figure.wide = true;
  figure.title = drawing.title;
  figure.caption = drawing.caption +
                   " Parallel coordinates: a line is a solution, a vertical axis an objective "
                   "between the two values printed at its ends.";
  figure.data = lines_data(drawing);
  figure.script = parallel_script(drawing, report.problems[problem].objectives, id);
  return figure;
}

}  // namespace vilfredo::suite::detail
