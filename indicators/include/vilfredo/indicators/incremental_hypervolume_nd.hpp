// Hypervolume of a front of three or more objectives that changes point by point.
#pragma once

#include "vilfredo/core/pareto_archive.hpp"
#include "vilfredo/core/types.hpp"
#include "vilfredo/indicators/compensated_sum.hpp"

#include <memory>
#include <span>
#include <vector>

namespace vilfredo {

/// Keeps the non-dominated points strictly inside the reference and their hypervolume. Attached to
/// a ParetoArchive it always holds the archive's hypervolume. Two objectives have a class of their
/// own, IncrementalHypervolume2D, with logarithmic updates.
///
/// An update costs what one point dominates alone: n_obj = 3: one pass over the kept points, which
/// lie in order of f_3, and a step per point that bounds the region; beyond: one pass, and the
/// hypervolume of the limit set that is left of them, usually a small one.
/// The value differs from hypervolume() of the same points by a relative error below 1e-12: gains
/// and losses are added with compensation, and the volume is computed afresh whenever 32 times as
/// much has come and gone.
/// Bringmann, Friedrich, TCS 425, 2012 (limit sets).
class IncrementalHypervolume final : public ArchiveListener {
 public:
  /// At least three finite entries. Throws Error{invalid_argument} otherwise.
  explicit IncrementalHypervolume(VectorIn reference);
  ~IncrementalHypervolume() override;
  IncrementalHypervolume(IncrementalHypervolume&&) noexcept;
  IncrementalHypervolume& operator=(IncrementalHypervolume&&) noexcept;

  /// Adds a point of n_obj entries and returns what the volume gains. A weakly dominated point, or
  /// one that is not strictly inside the reference, gains 0 and is not kept; points that the new
  /// one dominates are dropped. Throws Error{invalid_argument} for NaN, -inf and another length.
  double insert(std::span<const double> f);

  /// Takes a point back and returns what the volume loses; 0 if it is not kept.
  double remove(std::span<const double> f);

  /// The volume; +inf where it overflows.
  [[nodiscard]] double value() const { return volume_.value(); }

  [[nodiscard]] Index size() const;

  /// n_obj x size(), in no particular order; valid until the next change.
  [[nodiscard]] Eigen::Map<const Matrix> points() const;

  void inserted(Id id, std::span<const double> f) override;
  void removed(Id id, std::span<const double> f) override;
  void persist(StateIo& io);

 private:
  struct Kept;

  void check(std::span<const double> f) const;
  [[nodiscard]] double exclusive(std::span<const double> f);
  void change(double amount);
  void compute_afresh();

  Vector reference_;
  std::unique_ptr<Kept> kept_;
  detail::CompensatedSum<double> volume_;
  double turnover_ = 0;  // gains and losses since the volume was last computed afresh
};

}  // namespace vilfredo
