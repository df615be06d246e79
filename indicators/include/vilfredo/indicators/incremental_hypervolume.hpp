// Hypervolume of a two-objective front that changes point by point.
#pragma once

#include "vilfredo/core/pareto_archive.hpp"
#include "vilfredo/core/types.hpp"
#include "vilfredo/indicators/compensated_sum.hpp"

#include <map>
#include <span>

namespace vilfredo {

/// Keeps the staircase of the points strictly inside the reference and its area. Attached to a
/// ParetoArchive of two objectives it always holds the archive's hypervolume.
///
/// insert and remove cost O(log n), amortised over the points that an insertion dominates. The
/// value differs from hypervolume() of the same points by a relative error below 1e-13: gains and
/// losses are added with compensation, and the area is summed afresh, in O(n), whenever as much has
/// come and gone as would lose five of the sixteen digits of a plain sum's last place.
class IncrementalHypervolume2D final : public ArchiveListener {
 public:
  /// Two finite entries. Throws Error{invalid_argument} otherwise.
  explicit IncrementalHypervolume2D(VectorIn reference);

  /// Adds a point and returns what the area gains. A weakly dominated point, or one that is not
  /// strictly inside the reference, gains 0 and is not kept; points that the new one dominates are
  /// dropped. Throws Error{invalid_argument} for NaN and -inf.
  double insert(double f1, double f2);

  /// Takes a point back and returns what the area loses; 0 if it is not kept.
  double remove(double f1, double f2);

  /// The area; +inf where it overflows.
  [[nodiscard]] double value() const { return area_.value(); }

  [[nodiscard]] Index size() const { return static_cast<Index>(staircase_.size()); }

  void inserted(Id id, std::span<const double> f) override;
  void removed(Id id, std::span<const double> f) override;
  void persist(StateIo& io);

 private:
  using Staircase = std::map<double, double>;  // f1 to f2; f2 descends strictly

  [[nodiscard]] double height_before(Staircase::const_iterator step) const;
  [[nodiscard]] double start_of(Staircase::const_iterator step) const;
  void change(double amount);
  void sum_afresh();

  double reference_1_;
  double reference_2_;
  Staircase staircase_;
  detail::CompensatedSum<double> area_;
  double turnover_ = 0;  // gains and losses since the area was last summed afresh
};

}  // namespace vilfredo
