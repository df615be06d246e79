// MHACO, an ant colony steered by hypervolume contributions, as pagmo 2 implements it. The solution
// archive is kept between steps (pagmo's memory = true); one step is one generation, because pagmo
// counts calls, not generations, when its memory is on. population() starts with the archive's
// `kernel` solutions; newest ants fill the rest, as pagmo returns it.
#pragma once

#include "vilfredo/interop/pagmo/solver.hpp"

#include <string_view>

namespace vilfredo::interop {

struct PagmoMacoOptions {
  Index population = 100;
  Index kernel = 63;
  double convergence_speed = 1;
  Index threshold = 1;
  Index generation_mark = 7;
  Index evaluation_stop = 100000;
  double focus = 0;

  static constexpr auto fields() {
    using O = PagmoMacoOptions;
    return std::tuple{
        field("population", &O::population, at_least(2), "ants"),
        field("kernel", &O::kernel, at_least(2), "solutions in the archive, at most the ants"),
        field("convergence_speed", &O::convergence_speed, above(0), "q"),
        field("threshold", &O::threshold, closed(1, 4e9),
              "generation at which the convergence speed becomes 0.01"),
        field("generation_mark", &O::generation_mark, closed(1, 4e9),
              "generations after which the standard deviations start anew"),
        field("evaluation_stop", &O::evaluation_stop, closed(0, 4e9),
              "changes of the ideal point in a row after which it stops; 0: never"),
        field("focus", &O::focus, at_least(0),
              "limits the standard deviations to (upper - lower) / focus; 0: no limit")};
  }

  /// Throws Error{invalid_argument} if the kernel is larger than the population.
  static void check(const PagmoMacoOptions& options);
};

static_assert(Options<PagmoMacoOptions>);

/// Acciarini, Izzo, Mooij, "MHACO: a multi-objective hypervolume-based ant colony optimizer for
/// space trajectory optimization", CEC 2020; the code is pagmo's. Real and integer variables.
class PagmoMaco : public PagmoSolver {
 public:
  static constexpr std::string_view kName = "pagmo_maco";
  static constexpr std::string_view kSummary = "MHACO (ant colony) of pagmo 2";
  static constexpr std::string_view kPaper = "Acciarini, Izzo, Mooij 2020, CEC";
  using Options = PagmoMacoOptions;

  /// Throws Error{unsupported} for constraints, one objective, noise, unbounded or fixed variables,
  /// categories and permutations; Error{invalid_argument} for options out of range.
  explicit PagmoMaco(const ProblemInfo& info, const PagmoMacoOptions& options = {});

  [[nodiscard]] const PagmoMacoOptions& options() const { return options_; }

 private:
  PagmoMacoOptions options_;
};

}  // namespace vilfredo::interop
