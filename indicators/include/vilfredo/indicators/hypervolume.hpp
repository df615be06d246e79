// Exact hypervolume of a set of points.
#pragma once

#include "vilfredo/core/types.hpp"

#include <memory>

namespace vilfredo {

/// Memory that repeated hypervolume calls share; grows to the largest call and stays there. One per
/// thread. It never influences a result.
class HypervolumeWorkspace {
 public:
  HypervolumeWorkspace();
  ~HypervolumeWorkspace();
  HypervolumeWorkspace(HypervolumeWorkspace&&) noexcept;
  HypervolumeWorkspace& operator=(HypervolumeWorkspace&&) noexcept;

  struct Buffers;

  [[nodiscard]] Buffers& buffers() { return *buffers_; }

 private:
  std::unique_ptr<Buffers> buffers_;
};

/// Lebesgue measure of the union of the boxes [p, reference] over the columns p of `front` that lie
/// strictly below `reference` in every row; larger is better.
///
/// front      n_obj x N, minimised. Order, duplicates and dominated columns do not matter; a column
///            that touches or passes the reference in any row adds nothing. No columns: 0.
/// reference  n_obj >= 1.
/// Never negative, never NaN; +inf when the volume overflows, or when a column with a -inf row, or
/// any column under a +inf reference row, counts; 0 when the volume underflows.
/// Cost: n_obj <= 3: O(N log N); 4: O(N^2) in the usual case, with a factor for the corners inside
/// one point's own region in the worst; >= 5: limit-set recursion, exponential in n_obj.
/// Relative error below 1e-12 on every set of tests/data/indicators.
/// Throws Error{invalid_argument} for NaN anywhere and when the shapes disagree.
/// Beume et al., IEEE TEC 13(5), 2009 (3-D sweep); Guerreiro, Fonseca, Emmerich, CCCG 2012 (4-D);
/// While, Bradstreet, Barone, IEEE TEC 16(1), 2012 (limit sets).
[[nodiscard]] double hypervolume(MatrixIn front, VectorIn reference);
[[nodiscard]] double hypervolume(MatrixIn front,
                                 VectorIn reference,
                                 HypervolumeWorkspace& workspace);

}  // namespace vilfredo
