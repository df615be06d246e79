// F1 to F6: two objectives on a convex front whose Pareto sets are curves of growing difficulty.
//
//   x1        position along the front
//   x2 … xn   reach the front where y_i = 0, a different curve x_i(x1) in every problem
//
// With s1 and s2 the means of y_i^2 over odd and over even i in 2 … n:
//
//   f1 = (1 + s1) x1
//   f2 = (1 + s2) (1 - sqrt(x1 / (1 + s2)))        F3: (1 + s2) (1 - sqrt x1)
//
//   F1  y_i = x_i - (2 x1 - 1)^2
//   F2  y_i = x_i - x1^(0.5 (1 + 3 (i - 2) / (n - 2)))
//   F3  y_i = x_i - 0.5 (sin(4 pi x1 + i pi / n) + 1)
//   F4  y_i = 2 x_i - 1 - 0.8 x1 trig(4 pi x1 + i pi / n)
//   F5  as F4, but with a third of the angle where i is odd
//   F6  y_i = 2 x_i - 1 - (0.3 x1^2 cos(12 pi x1 + 4 i pi / n) + 0.6 x1) trig(6 pi x1 + i pi / n)
//
// where trig is the sine for even and the cosine for odd i. The front is f2 = 1 - sqrt f1 with f1
// in [0, 1] for all of them; its hypervolume below (1.1, 1.1) is 0.1 + 2/3 + 0.11.
//
// Lin, Yang, Zhang, Zhang, "Pareto set learning for expensive multi-objective optimization",
// NeurIPS 2022. The program published with the paper squares y_i twice where i is even in F6; that
// problem has the same front and set but a flatter approach, and is psl_f6_as_coded here.
#pragma once

#include "vilfredo/core/options.hpp"
#include "vilfredo/core/problem.hpp"

#include <string_view>
#include <tuple>

namespace vilfredo {

struct PslFOptions {
  Index n_var = 6;

  static constexpr auto fields() {
    return std::tuple{field("n_var", &PslFOptions::n_var, closed(3, 1'000'000), "variables")};
  }
};

static_assert(Options<PslFOptions>);

/// F1 to F6 by their number; AsCoded is F6 as the published program has it. Boxes are [0, 1].
template <int Number, bool AsCoded = false>
class PslF {
  static_assert(Number >= 1 && Number <= 6 && (!AsCoded || Number == 6));

 public:
  using Options = PslFOptions;
  static constexpr std::string_view kName = Number == 1   ? "psl_f1"
                                            : Number == 2 ? "psl_f2"
                                            : Number == 3 ? "psl_f3"
                                            : Number == 4 ? "psl_f4"
                                            : Number == 5 ? "psl_f5"
                                            : AsCoded     ? "psl_f6_as_coded"
                                                          : "psl_f6";
  static constexpr std::string_view kSummary =
      Number == 1   ? "convex front, Pareto set a parabola"
      : Number == 2 ? "convex front, Pareto set of powers"
      : Number == 3 ? "convex front, Pareto set of sines"
      : Number == 4 ? "convex front, Pareto set of sines and cosines that grow"
      : Number == 5 ? "convex front, Pareto set of sines and slower cosines that grow"
      : AsCoded     ? "psl_f6 with even terms to the fourth power, as the published program has it"
                    : "convex front, Pareto set of modulated sines and cosines";
  static constexpr std::string_view kFamily = "psl";
  static constexpr std::string_view kPaper =
      "Lin, Yang, Zhang, Zhang, Pareto set learning for expensive multi-objective optimization, "
      "NeurIPS 2022";
  static constexpr int kRevision = 1;

  explicit PslF(const Options& options = {});

  [[nodiscard]] const ProblemInfo& info() const { return info_; }

  void evaluate(MatrixIn x, EvalOut out) const;
  /// Exact. The roots have an infinite slope at x1 = 0; entries there are infinite or NaN.
  void jacobian(MatrixIn x, MatrixOut jac) const;
  /// `n` points at nearly equal distances along the front, by ascending f1.
  [[nodiscard]] Matrix front(Index n) const;
  /// Solutions whose images are the columns of front(n).
  [[nodiscard]] Matrix pareto_set(Index n) const;

 private:
  ProblemInfo info_;
};

using PslF1 = PslF<1>;
using PslF2 = PslF<2>;
using PslF3 = PslF<3>;
using PslF4 = PslF<4>;
using PslF5 = PslF<5>;
using PslF6 = PslF<6>;
using PslF6AsCoded = PslF<6, true>;

extern template class PslF<1>;
extern template class PslF<2>;
extern template class PslF<3>;
extern template class PslF<4>;
extern template class PslF<5>;
extern template class PslF<6>;
extern template class PslF<6, true>;

static_assert(DifferentiableProblem<PslF1> && ProblemWithFront<PslF1> &&
              ProblemWithParetoSet<PslF1>);

}  // namespace vilfredo
