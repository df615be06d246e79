// The kinds of figures. Each returns nothing where the report has no data for it; `id` is free.
#pragma once

#include <vilfredo/suite/figures/figure.hpp>

#include <optional>
#include <string>
#include <vector>

namespace vilfredo::suite::detail {

[[nodiscard]] std::optional<Figure> front_figure(const Report& report,
                                                 std::size_t problem,
                                                 const std::string& id);
/// What front_figure makes of four and more objectives.
[[nodiscard]] std::optional<Figure> parallel_figure(const Report& report,
                                                    std::size_t problem,
                                                    const std::string& id);
[[nodiscard]] std::optional<Figure> anytime_figure(const Report& report,
                                                   std::size_t problem,
                                                   const std::string& id);
/// Two objectives: the solutions of every set model as curves over the preference.
[[nodiscard]] std::optional<Figure> learned_curve_figure(const Report& report,
                                                         std::size_t problem,
                                                         const std::string& id);
/// Three objectives: those of one set model as surfaces over the preference.
[[nodiscard]] std::optional<Figure> learned_surface_figure(const Report& report,
                                                           std::size_t problem,
                                                           std::size_t solver,
                                                           const std::string& id);
[[nodiscard]] std::optional<Figure> boxplot_figure(const Report& report,
                                                   std::size_t indicator,
                                                   const std::string& id);

/// At most `most` columns of f: the extremes of every row, the rest evenly along the lexicographic
/// order of the columns. Positions, ascending; all of them if there are no more than `most`.
[[nodiscard]] std::vector<Index> thinned(const Matrix& f, Index most);

}  // namespace vilfredo::suite::detail
