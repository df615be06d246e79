// Stein variational gradients: particles that follow a driving force, shared through a kernel, and
// repel each other through the same kernel. Liu, Wang, NeurIPS 2016.
//
//   ParticleKernel kernel({.scope = KernelScope::global});
//   kernel.compute(points);                              // points: m x N, a column is a particle
//   kernel.matrix();                                     // K, N x N
//   kernel.sum_gradient();                               // m x N: d (sum of K) / d points
//
// The points may be decision vectors (the original method) or objective vectors (the
// multi-objective ones); in the second case the caller takes sum_gradient() through the objectives'
// Jacobians.
#pragma once

#include "vilfredo/algorithms/gradient/annealing.hpp"
#include "vilfredo/core/options.hpp"
#include "vilfredo/core/types.hpp"

#include <array>
#include <cstdint>
#include <tuple>
#include <vector>

namespace vilfredo {

class StateIo;

/// What the kernel compares.
enum class KernelDomain : std::uint8_t { objective, decision };

constexpr auto enum_names(KernelDomain /*tag*/) {
  return std::array{EnumName<KernelDomain>{"objective", KernelDomain::objective},
                    EnumName<KernelDomain>{"decision", KernelDomain::decision}};
}

enum class KernelScope : std::uint8_t {
  global,  ///< K_ij = exp(-|y_i - y_j|^2 / h)
  local    ///< K_ij = sum_k r_jk exp(-(y_ik - y_jk)^2 / h_k), r_j chosen by particle j
};

constexpr auto enum_names(KernelScope /*tag*/) {
  return std::array{EnumName<KernelScope>{"global", KernelScope::global},
                    EnumName<KernelScope>{"local", KernelScope::local}};
}

/// h from the squared distances D of N particles. `pairs` are i < j; `all` are the N^2 entries with
/// the zero diagonal. A median of an even number is the mean of the two in the middle.
enum class BandwidthRule : std::uint8_t {
  median,           ///< c med_pairs(D) / ln N: the usual heuristic
  squared_median,   ///< c med_all(D)^2 / ln N: what the public code of SVH-PSL computes
  inverted_median,  ///< 5e-6 ln N / (c med_all(D)): what the public code of MOO-SVGD computes
  fixed             ///< c
};

constexpr auto enum_names(BandwidthRule /*tag*/) {
  return std::array{EnumName<BandwidthRule>{"median", BandwidthRule::median},
                    EnumName<BandwidthRule>{"squared_median", BandwidthRule::squared_median},
                    EnumName<BandwidthRule>{"inverted_median", BandwidthRule::inverted_median},
                    EnumName<BandwidthRule>{"fixed", BandwidthRule::fixed}};
}

struct ParticleKernelOptions {
  KernelScope scope = KernelScope::global;
  BandwidthRule bandwidth = BandwidthRule::median;
  double factor = 1;
  bool symmetric = false;

  static constexpr auto fields() {
    using O = ParticleKernelOptions;
    return std::tuple{
        field("scope", &O::scope, "compare whole vectors or one chosen row"),
        field("bandwidth", &O::bandwidth, "how the width follows from the distances"),
        field("factor", &O::factor, above(0), "c, multiplies the width"),
        field("symmetric", &O::symmetric, "use (K + K') / 2; matters to the local kernel only")};
  }
};

/// Kernel matrix of N particles with what Stein directions need of it. Buffers are kept between
/// calls of equal shape. O(N^2 m).
///
/// A width of 0, when at least half of the particles coincide, would be no kernel: `squared_median`
/// then takes 5e-6 (local) or c 1e-6 (global) as its source does; `median` takes the mean in place
/// of the median, or 1 if all particles coincide. N = 1: K = 1 without gradient.
class ParticleKernel {
 public:
  ParticleKernel() = default;

  /// Throws Error{invalid_argument} for options out of range.
  explicit ParticleKernel(const ParticleKernelOptions& options);

  /// points m x N. `choice` m x N, >= 0, is r of the local kernel and ignored by the global one.
  /// Throws Error{invalid_argument} for shapes that disagree.
  void compute(MatrixIn points, MatrixIn choice);

  /// For the global kernel.
  void compute(MatrixIn points) { compute(points, points); }

  /// K_ij in row i, column j.
  [[nodiscard]] const Matrix& matrix() const { return matrix_; }

  /// N: sum over i of K_ij.
  [[nodiscard]] const Vector& column_sums() const { return column_sums_; }

  /// m x N: derivative of the sum over all i, j of K_ij with respect to every point; the widths are
  /// held constant. Descent on it is repulsion.
  [[nodiscard]] const Matrix& sum_gradient() const { return sum_gradient_; }

  /// 1 / h: one entry, or one per row for the local kernel.
  [[nodiscard]] const Vector& inverse_bandwidths() const { return rates_; }

 private:
  [[nodiscard]] double rate(Index count, bool local);
  void compute_global(MatrixIn points);
  void compute_local(MatrixIn points, MatrixIn choice);

  ParticleKernelOptions options_;
  Matrix matrix_;
  Vector column_sums_;
  Matrix sum_gradient_;
  Vector rates_;
  Matrix squared_;                 // N x N distances; then, local: kernel of one row
  std::vector<double> distances_;  // scratch of the median
};

/// The Stein direction to be subtracted from the particles: column i is
///   (1 / N) [ gamma sum_j K_ij drive_j + (alpha / 2) d (sum of K) / d x_i ].
/// drive n x N is what a single particle would descend along; repulsion n x N is the derivative of
/// the sum of K with respect to x. `direction` n x N is overwritten and must be neither.
void stein_direction(const Matrix& kernel,
                     MatrixIn drive,
                     double gamma,
                     MatrixIn repulsion,
                     double alpha,
                     MatrixOut direction);

struct SteinSamplerOptions {
  ParticleKernelOptions kernel = {};
  double step_size = 0.05;
  double memory = 0.9;
  double epsilon = 1e-6;
  double repulsion = 1;
  Annealing annealing = ConstantAnnealing{};
  Index steps = 1000;

  static constexpr auto fields() {
    using O = SteinSamplerOptions;
    return std::tuple{
        field("kernel", &O::kernel, "of the particles"),
        field("step_size", &O::step_size, above(0), "before AdaGrad's scaling"),
        field("memory", &O::memory, closed(0, 1), "of the mean squared direction"),
        field("epsilon", &O::epsilon, above(0), "added to its root"),
        field("repulsion", &O::repulsion, at_least(0), "alpha; 1 samples the density"),
        field("annealing", &O::annealing, "of the driving force"),
        field("steps", &O::steps, at_least(1), "that the annealing is spread over")};
  }
};

/// The original method: particles that come to sample a density known up to a constant, with steps
/// by AdaGrad with memory as its authors take them.
class SteinSampler {
 public:
  using Options = SteinSamplerOptions;

  /// particles d x N, N >= 1. Throws Error{invalid_argument} for options out of range or the local
  /// kernel, which has no meaning in decision space.
  SteinSampler(Matrix particles, const Options& options);

  [[nodiscard]] const Matrix& particles() const { return particles_; }

  /// scores d x N: gradient of the logarithm of the density at every particle. O(N^2 d).
  void step(MatrixIn scores);

  void persist(StateIo& io);

 private:
  Options options_;
  ParticleKernel kernel_;
  Matrix particles_;
  Matrix mean_square_;
  Matrix direction_;
  Index done_ = 0;
};

}  // namespace vilfredo
