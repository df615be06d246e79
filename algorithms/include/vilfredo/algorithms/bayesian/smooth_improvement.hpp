// Smooth logarithms of improvements of samples, with tails that never become flat.
#pragma once

#include "vilfredo/core/types.hpp"
#include "vilfredo/indicators/box_decomposition.hpp"

#include <vector>

namespace vilfredo {

class StateIo;

struct SmoothValue {
  double value;
  double slope;
};

/// ln of a smooth max(x, 0) at scale `tau` and its derivative:
/// ln tau (softplus(x / tau) + 0.1 / (1 + (x / tau)^2)). The second term decays like x^-2, so that
/// the slope far below zero is -2 / |x| and not 0. Ament et al., NeurIPS 2023, appendix.
[[nodiscard]] SmoothValue log_fat_plus(double x, double tau);

/// A smooth min(a, b) at scale `tau`, never above it, whose slope by the larger argument decays
/// like a power of the difference.
struct SmoothMinimum {
  double value;
  double by_a;
  double by_b;
};

[[nodiscard]] SmoothMinimum fat_minimum(double a, double b, double tau);

/// ln of the mean over N fronts of the hypervolume that a point adds to each. Where that mean
/// exceeds 1e-7 it is exact; where it does not, and a gradient of it would say nothing, it is a
/// smoothed one over the first 16 fronts: in every box and objective the edge min(upper - lower,
/// max(upper - y, 0)) with the two functions above, products over objectives, sums over boxes and
/// fronts, all in logarithms; tau 1e-6 for the maximum and 1e-2 for the minimum of logarithms.
/// Objectives are meant to be standardised. The smoothed mean costs some twenty times what the
/// exact one does per front.
class SampledHypervolumeImprovement {
 public:
  SampledHypervolumeImprovement() = default;
  /// Fronts by sample: fixed[p] holds point p, n_obj x N. Cost of undominated_boxes() N times.
  SampledHypervolumeImprovement(const std::vector<Matrix>& fixed, VectorIn reference);

  /// f n_obj x N; by_f is overwritten with the derivatives. O(n_obj * boxes of all samples).
  double operator()(MatrixIn f, MatrixOut by_f) const;

  /// Of all samples.
  [[nodiscard]] Index boxes() const { return lower_.cols(); }

  void persist(StateIo& io);

 private:
  double log_improvement_of(Index sample, const double* y, double* by_y) const;
  double plain_improvement_of(Index sample, const double* y, double* by_y) const;

  Index n_obj_ = 0;
  Matrix lower_;  // n_obj x all boxes, sample after sample
  Matrix upper_;
  Matrix log_edge_;           // ln (upper - lower)
  std::vector<Index> first_;  // box of each sample, and the end
};

}  // namespace vilfredo
