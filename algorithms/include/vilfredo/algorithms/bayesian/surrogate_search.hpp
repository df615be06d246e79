// Evolutionary searches on functions that cost nothing: the inner loops of methods that want a
// whole front of an acquisition.
#pragma once

#include "vilfredo/algorithms/operators/variation.hpp"
#include "vilfredo/core/options.hpp"
#include "vilfredo/core/rng.hpp"
#include "vilfredo/core/solver.hpp"
#include "vilfredo/core/types.hpp"

#include <functional>
#include <tuple>

namespace vilfredo {

struct SurrogateSearchOptions {
  Index population = 100;
  Index generations = 200;

  static constexpr auto fields() {
    using O = SurrogateSearchOptions;
    return std::tuple{
        field("population", &O::population, closed(4, 100000), "points, or weight vectors"),
        field("generations", &O::generations, at_least(1), "of the search for one batch")};
  }
};

/// values (outputs x B) at the columns of x (d x B) in the unit box. Called concurrently.
using VectorFunction = std::function<void(MatrixIn x, MatrixOut values)>;

/// Values of many columns, in chunks of fixed size that may run in parallel.
void evaluate_in_chunks(const VectorFunction& function, MatrixIn x, Matrix& out, Context& context);

/// NSGA-II in the unit box: binary tournaments by rank and crowding, simulated binary crossover
/// (eta 15, probability 0.9), polynomial mutation (eta 20, 1/d), the better half of parents and
/// children survives. A slice is ten generations. Deb, Pratap, Agarwal, Meyarivan, IEEE TEC 6(2),
/// 2002.
class FrontSearch {
 public:
  /// `start` (d x k): first members; the rest of the population is a Latin hypercube.
  void begin(const SurrogateSearchOptions& options,
             Index d,
             Index outputs,
             MatrixIn start,
             const Rng& rng);
  /// True after the last generation.
  bool advance(const VectorFunction& function, Context& context);

  [[nodiscard]] const Matrix& x() const { return x_; }

  [[nodiscard]] const Matrix& f() const { return f_; }

  void persist(StateIo& io);

 private:
  void generation(const VectorFunction& function, Context& context);

  SurrogateSearchOptions options_;
  Index outputs_ = 0;
  Rng rng_;
  Index generation_ = 0;
  Matrix x_;
  Matrix f_;
};

/// scores n_sub x B, to be maximised, from the columns' values (outputs x B).
using SubproblemScores = std::function<void(MatrixIn values, MatrixOut scores)>;

/// MOEA/D with global replacement in the unit box: differential evolution (F 0.5, CR 1) of parents
/// from the neighbourhood of a sub-problem with probability 0.8 and else from all, polynomial
/// mutation (eta 20, 1/d); every child goes to the sub-problem it improves most and its neighbours
/// and replaces at most a tenth of the neighbourhood there. By generations, so that a population is
/// predicted as one batch. A slice is ten generations. Wang, Zhang, Zhou, Gong, Jiao, IEEE Trans.
/// Cybern. 46(2), 2016 (replacement).
class SubproblemSearch {
 public:
  /// One sub-problem per column of `weights`, which say who is whose neighbour.
  void begin(const SurrogateSearchOptions& options,
             Index d,
             Index outputs,
             MatrixIn weights,
             MatrixIn start,
             const Rng& rng);
  bool advance(const VectorFunction& function, const SubproblemScores& scores, Context& context);

  /// Best point, its values and its score, of every sub-problem.
  [[nodiscard]] const Matrix& x() const { return x_; }

  [[nodiscard]] const Matrix& values() const { return values_; }

  [[nodiscard]] const Vector& scores() const { return scores_; }

  void persist(StateIo& io);

 private:
  void generation(const VectorFunction& function, const SubproblemScores& scores, Context& context);
  void first_generation(const VectorFunction& function,
                        const SubproblemScores& scores,
                        Context& context);
  void replace(Index child, MatrixIn children, MatrixIn values, VectorIn scores);

  SurrogateSearchOptions options_;
  Index outputs_ = 0;
  Rng rng_;
  Index generation_ = 0;
  Matrix neighbours_;  // T x n_sub, indices as doubles, nearest first
  Matrix x_;
  Matrix values_;
  Vector scores_;
};

}  // namespace vilfredo
