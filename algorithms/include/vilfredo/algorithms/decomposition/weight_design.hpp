// The making of a set of weight vectors, in slices short enough to be interrupted between them.
#pragma once

#include "vilfredo/algorithms/decomposition/weights.hpp"
#include "vilfredo/core/rng.hpp"
#include "vilfredo/core/state.hpp"
#include "vilfredo/core/types.hpp"

#include <cstdint>

namespace vilfredo {

/// Minimises the Riesz energy of a set of weight vectors on the simplex by Adam on its logarithm,
/// with step 0.005, gradients scaled by the largest, and a restart of the moments after 30
/// iterations without improvement; keeps the best set seen. Stops when the vectors move by less
/// than 1e-5 on average. Blank, Deb, Dhebar, Bandaru, Seada, IEEE TEC 25(1), 2021.
class RieszDescent {
 public:
  RieszDescent() = default;
  /// `exponent` 0 means n_obj squared. With `corners` the vectors nearest to the unit vectors are
  /// moved onto them and stay there.
  RieszDescent(Matrix start, const RieszWeights& options);

  /// At most `iterations` iterations. True when it has stopped.
  bool advance(Index iterations);

  [[nodiscard]] const Matrix& best() const { return best_; }

  [[nodiscard]] double best_log_energy() const { return best_energy_; }

  void persist(StateIo& io);

 private:
  double gradient();
  double step();
  void restart();

  double exponent_ = 0;
  Index limit_ = 0;
  Index done_ = 0;
  Index moment_steps_ = 0;
  Index unimproved_ = 0;
  bool stopped_ = false;
  Matrix x_;
  Matrix gradient_;
  Matrix first_moment_;
  Matrix second_moment_;
  Matrix best_;
  double best_energy_ = 0;
  std::vector<std::uint8_t> frozen_;
};

/// Any of the methods, resumable.
class WeightDesign {
 public:
  WeightDesign() = default;
  /// Throws Error{invalid_argument}, naming what would fit, if the method cannot make `n` vectors.
  WeightDesign(const WeightMethod& method, Index n_obj, Index n);

  [[nodiscard]] bool ready() const { return stage_ == Stage::ready; }

  /// A bounded amount of work; `rng` is the stream of the design and used by the first call only.
  void advance(const Rng& rng);

  /// n_obj x n, valid once ready.
  [[nodiscard]] const Matrix& weights() const { return weights_; }

  void persist(StateIo& io);

 private:
  enum class Stage : std::uint8_t { start, descent, search, ready };

  void start(const Rng& rng);
  void search_generators();

  WeightMethod method_;
  Index n_obj_ = 0;
  Index n_ = 0;
  Stage stage_ = Stage::start;
  Matrix weights_;
  RieszDescent descent_;
  Index next_generator_ = 1;
  Index best_generator_ = 1;
  double best_discrepancy_ = 0;
};

}  // namespace vilfredo
