// The ZDT problems with real variables: two objectives, fronts known in closed form.
//
//   x1        position along the front
//   x2 … xn   distance to the front, which is reached where all of them are 0
//
// f1 depends on x1 only; f2 = g h(f1, g) with g from the distance variables. ZDT5 has binary
// strings and is not here. Zitzler, Deb, Thiele, "Comparison of multiobjective evolutionary
// algorithms: empirical results", Evolutionary Computation 8(2), 2000.
#pragma once

#include "vilfredo/core/options.hpp"
#include "vilfredo/core/problem.hpp"

#include <string_view>
#include <tuple>

namespace vilfredo {

template <Index DefaultVariables>
struct ZdtOptions {
  Index n_var = DefaultVariables;

  static constexpr auto fields() {
    return std::tuple{field("n_var", &ZdtOptions::n_var, closed(2, 1'000'000), "variables")};
  }
};

static_assert(Options<ZdtOptions<30>>);

/// ZDT1 to 4 and 6 by their number. Boxes are [0, 1]; in ZDT4 x2 … xn are in [-5, 5].
template <int Number>
class Zdt {
  static_assert((Number >= 1 && Number <= 4) || Number == 6);

 public:
  using Options = ZdtOptions<(Number <= 3 ? 30 : 10)>;
  static constexpr std::string_view kName = Number == 1   ? "zdt1"
                                            : Number == 2 ? "zdt2"
                                            : Number == 3 ? "zdt3"
                                            : Number == 4 ? "zdt4"
                                                          : "zdt6";
  static constexpr std::string_view kSummary =
      Number == 1   ? "two objectives, convex front"
      : Number == 2 ? "two objectives, concave front"
      : Number == 3 ? "two objectives, front in five pieces"
      : Number == 4 ? "two objectives, convex front behind 21^(n_var-1) local ones"
                    : "two objectives, concave front, solutions crowd away from it and along it";
  static constexpr std::string_view kFamily = "zdt";
  static constexpr std::string_view kPaper =
      "Zitzler, Deb, Thiele, Comparison of multiobjective evolutionary algorithms: empirical "
      "results, Evolutionary Computation 8(2), 2000";
  static constexpr int kRevision = 1;

  explicit Zdt(const Options& options = {});

  [[nodiscard]] const ProblemInfo& info() const { return info_; }

  void evaluate(MatrixIn x, EvalOut out) const;
  /// Exact. The square root in ZDT1, 3 and 4 has slope -infinity at x1 = 0, the fourth root in ZDT6
  /// slope infinity where all distance variables are 0; the entries are infinite there.
  void jacobian(MatrixIn x, MatrixOut jac) const;
  /// max(n, 5) points for ZDT3, else n, at nearly equal distances along the front, by ascending f1.
  [[nodiscard]] Matrix front(Index n) const;
  /// Solutions whose images are the columns of front(n).
  [[nodiscard]] Matrix pareto_set(Index n) const;

 private:
  ProblemInfo info_;
  double slope_;  // of g in the mean of the distance variables, over their number
};

using Zdt1 = Zdt<1>;
using Zdt2 = Zdt<2>;
using Zdt3 = Zdt<3>;
using Zdt4 = Zdt<4>;
using Zdt6 = Zdt<6>;

extern template class Zdt<1>;
extern template class Zdt<2>;
extern template class Zdt<3>;
extern template class Zdt<4>;
extern template class Zdt<6>;

static_assert(DifferentiableProblem<Zdt1> && ProblemWithFront<Zdt1> && ProblemWithParetoSet<Zdt1>);

}  // namespace vilfredo
