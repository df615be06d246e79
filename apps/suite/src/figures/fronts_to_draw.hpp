// What the front figures draw: the reference and the solvers' fronts, thinned, with a window.
#pragma once

#include "kinds.hpp"
#include "script.hpp"

#include <string>
#include <vector>

namespace vilfredo::suite::detail {

struct DrawnFront {
  std::string title;  ///< of the legend
  Matrix f;           ///< n_obj x drawn points
  Index points = 0;   ///< before thinning
  bool reference = false;
  std::size_t solver = 0;
};

struct FrontsToDraw {
  std::vector<DrawnFront> fronts;  ///< the reference first, if there is one; none is empty
  std::vector<Axis> window;        ///< one per objective
  std::string title;
  std::string caption;
};

/// The window holds the whole reference front; solvers' points that lie further outside it than one
/// and a half times its width are cut off and counted in the caption. Without a reference the inner
/// 80 % of all points take its place. `margin` widens the window so that no marker sits on an edge.
[[nodiscard]] FrontsToDraw fronts_to_draw(const Report& report,
                                          std::size_t problem,
                                          Index most,
                                          bool margin);

/// Range of objective i over the fronts: that of the reference, if there is one, or of the middle
/// of all points, and what lies near it.
[[nodiscard]] Axis axis_window(const std::vector<DrawnFront>& fronts, Index i, bool margin);

}  // namespace vilfredo::suite::detail
