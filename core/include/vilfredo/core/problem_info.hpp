// All that a solver may know about a problem before the first evaluation.
#pragma once

#include "vilfredo/core/structure.hpp"
#include "vilfredo/core/types.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace vilfredo {

enum class VarKind : std::uint8_t {
  real,
  integer,
  ordinal,      ///< the row holds the position 0 .. k-1 in an ordered list of values
  categorical,  ///< the row holds the position 0 .. k-1 in a list without order
  binary,
  permutation  ///< consecutive rows of one block hold a permutation of 0 .. k-1
};

enum class Sense : std::uint8_t { minimise, maximise };

enum class ThreadSafety : std::uint8_t {
  concurrent,        ///< one object may be evaluated from many threads
  clone_per_thread,  ///< every thread needs its own copy
  unsafe             ///< one thread only
};

/// Name and sense of an objective. Values inside the library are minimised always: a problem
/// negates what it maximises, outputs negate it back.
struct Objective {
  std::string name = {};
  Sense sense = Sense::minimise;
  std::string unit = {};
};

/// A known point in objective space (minimised sense) and who says so.
struct Anchor {
  Vector value;            ///< n_obj, or empty if unknown
  std::string provenance;  ///< "exact", "published with the suite", "union of long runs …"

  [[nodiscard]] bool known() const { return value.size() > 0; }
};

/// Labels of an ordinal or categorical variable; `variable` counts rows from 0.
struct Levels {
  Index variable = 0;
  std::vector<std::string> labels;
  std::vector<double> values;  ///< of an ordinal variable; else empty
};

/// Consecutive rows that hold one permutation.
struct PermutationBlock {
  Index first = 0;
  Index size = 0;
};

struct ProblemInfo {
  std::string name = {};
  Index n_var = 0;
  Index n_obj = 0;
  Index n_con = 0;
  Vector lower = {};                             ///< n_var; infinities are allowed and meaningful
  Vector upper = {};                             ///< n_var; lower <= upper
  std::vector<VarKind> kinds = {};               ///< n_var, or empty: all real
  std::vector<std::string> variable_names = {};  ///< n_var, or empty: x1, x2, …
  std::vector<Levels> levels = {};
  std::vector<PermutationBlock> permutations = {};
  std::vector<Objective> objectives = {};          ///< n_obj, or empty: f1, f2, … minimised
  std::vector<std::string> constraint_names = {};  ///< n_con, or empty: g1, g2, …
  /// Constraint k is met iff g_k <= tolerance_k. n_con, or empty: all zero. An equality enters as
  /// |h| - tolerance with tolerance 0 here.
  Vector tolerance = {};
  bool stochastic = false;
  /// The problem offers the Jacobian of its objectives. Set by AnyProblem, which knows.
  bool differentiable = false;
  std::string cost_unit = "evaluations";  ///< what a budget of this problem counts
  /// Cost of one column at each fidelity level, cheapest first; the last level is the final one.
  std::vector<std::uint64_t> level_cost = {1};
  /// Columns per call of evaluate. Part of the run's identity, because a problem that sums across
  /// columns could round differently; 1 is safe for every problem.
  Index chunk = 1;
  Anchor ideal = {};
  Anchor nadir = {};
  Anchor reference_point = {};  ///< for hypervolume; unknown: derived from ideal and nadir
  ThreadSafety threads = ThreadSafety::clone_per_thread;
  std::shared_ptr<const CompressionLayout> compression = nullptr;
  std::shared_ptr<const ConstructionGraph> construction = nullptr;
  int revision = 1;  ///< raised whenever any value may change

  [[nodiscard]] VarKind kind(Index variable) const {
    return kinds.empty() ? VarKind::real : kinds[static_cast<std::size_t>(variable)];
  }

  [[nodiscard]] bool all_real() const;
  [[nodiscard]] bool all_bounded() const;
  [[nodiscard]] std::string variable_name(Index variable) const;
  [[nodiscard]] Objective objective(Index k) const;
  [[nodiscard]] std::string constraint_name(Index k) const;

  [[nodiscard]] double constraint_tolerance(Index k) const {
    return tolerance.size() == 0 ? 0.0 : tolerance[k];
  }

  [[nodiscard]] int final_level() const { return static_cast<int>(level_cost.size()) - 1; }

  /// Total excess over the tolerances, 0 iff feasible; `g` has n_con entries.
  [[nodiscard]] double violation(const double* g) const;
  /// Throws Error{invalid_argument} with the first rule broken: no variables or objectives, wrong
  /// sizes, NaN or inverted bounds, integer bounds that are not whole, empty levels, …
  void check() const;
};

}  // namespace vilfredo
