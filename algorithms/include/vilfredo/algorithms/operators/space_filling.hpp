// Points that fill the unit cube evenly: designs for expensive problems, candidates and base
// samples of acquisition functions.
#pragma once

#include "vilfredo/core/rng.hpp"
#include "vilfredo/core/types.hpp"

#include <cstdint>
#include <vector>

namespace vilfredo {

/// A scrambled Sobol' sequence in any dimension. Every block of 2^k points that begins at a
/// multiple of 2^k is a net in base 2. Direction numbers of Joe and Kuo (2008), a random linear
/// scramble and a digital shift per dimension (Matousek, J. Complexity 14, 1998), 32 digits,
/// natural order. Dimensions beyond the 128th are independent uniforms. Coordinates lie strictly
/// inside (0, 1).
class SobolSequence {
 public:
  static constexpr Index kDimensions = 128;

  SobolSequence() = default;
  /// d >= 1. The scramble is drawn from `rng`; equal streams give equal sequences.
  SobolSequence(Index d, Rng rng);

  /// Points `first`, `first` + 1, … into the columns of `out` (d x n). first + n <= 2^32, else
  /// Error{invalid_argument}. O(32 n d).
  void fill(std::uint64_t first, MatrixOut out) const;
  [[nodiscard]] Matrix points(std::uint64_t first, Index n) const;

 private:
  Index dimension_ = 0;
  std::vector<std::uint32_t> directions_;  // 32 for each tabulated dimension
  std::vector<std::uint32_t> shifts_;
  Rng rng_;
};

namespace operators {

/// d x n: every row has one point in each of n equal intervals, at a uniform place within it.
/// McKay, Beckman, Conover, Technometrics 21, 1979.
[[nodiscard]] Matrix latin_hypercube(Index d, Index n, Rng& rng);

/// Inverse of the normal distribution function for p in (0, 1), relative error about 1e-16.
/// Wichura, algorithm AS 241, Appl. Stat. 37(3), 1988.
[[nodiscard]] double normal_quantile(double p);

}  // namespace operators
}  // namespace vilfredo
