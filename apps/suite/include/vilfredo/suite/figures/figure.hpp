// Figures as gnuplot scripts with their data, and gnuplot as the one who draws them.
#pragma once

#include <vilfredo/suite/report/model.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace vilfredo::suite {

enum class FigureKind {
  learned,  ///< what a set model gives for each preference
  front,    ///< fronts of the solvers' median runs against the reference front
  anytime,  ///< quality over cost, median and quartiles
  boxplot   ///< values of one indicator, a panel per problem
};

struct Figure {
  std::string id;  ///< unique among the figures of a report; file name without extension
  FigureKind kind = FigureKind::front;
  std::string title;    ///< in plain words
  std::string caption;  ///< what is drawn, what was left out, where it comes from
  std::string script;   ///< <id>.gp
  std::string data;     ///< <id>.dat
  std::string svg;      ///< empty until drawn
  bool wide = false;    ///< wants the width of a page
};

/// Fronts with more points than this are thinned before they are drawn; the caption says so.
inline constexpr Index kMostPointsDrawn = 2000;
/// The same for the lines of parallel coordinates, of which fewer can be told apart.
inline constexpr Index kMostLinesDrawn = 300;

/// The figures that the report has data for, problem by problem, then the boxplots: scripts and
/// data only. Throws what check(report) throws.
[[nodiscard]] std::vector<Figure> make_figures(const Report& report);

/// What to draw beside the SVG.
struct FigureFormats {
  bool png = false;
  bool pdf = false;
};

/// Writes <id>.gp and <id>.dat of every figure to `folder` (made if missing), lets gnuplot draw
/// <id>.svg and what else is asked for, and fills Figure::svg. Returns warnings: one if there is no
/// gnuplot, one for each figure that it refused. Throws Error{io} if a file cannot be written.
[[nodiscard]] std::vector<std::string> draw(std::vector<Figure>& figures,
                                            const std::filesystem::path& folder,
                                            const FigureFormats& formats = {});

}  // namespace vilfredo::suite
