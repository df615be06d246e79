// The DTLZ problems: any number of objectives, fronts known in closed form.
//
//   M = n_obj             x1 … x(M-1)   position on the front
//   k = n_var - M + 1     xM … xn       distance to it: all 1/2 on the front (0 in DTLZ6 and DTLZ7)
//
// All boxes are [0, 1]. Numbers and formulas are those of the technical report, in which the factor
// 100 of DTLZ1 and DTLZ3 stands before the whole bracket. Deb, Thiele, Laumanns, Zitzler, "Scalable
// test problems for evolutionary multiobjective optimization", TIK report 112, ETH Zurich, 2001; in
// Evolutionary Multiobjective Optimization, Springer, 2005.
#pragma once

#include "vilfredo/core/options.hpp"
#include "vilfredo/core/problem.hpp"

#include <string_view>
#include <tuple>

namespace vilfredo {

struct DtlzOptions {
  Index n_obj = 3;
  Index n_var = 0;

  static constexpr auto fields() {
    return std::tuple{
        field("n_obj", &DtlzOptions::n_obj, closed(2, 100), "objectives"),
        field("n_var", &DtlzOptions::n_var, closed(0, 1'000'000),
              "variables; 0: n_obj + 4 for dtlz1, n_obj + 19 for dtlz7, else n_obj + 9")};
  }

  /// At least one distance variable must remain.
  static void check(const DtlzOptions& options);
};

static_assert(Options<DtlzOptions>);

/// DTLZ1 to 7 by their number; DTLZ4 with exponent 100.
template <int Number>
class Dtlz {
  static_assert(Number >= 1 && Number <= 7);

 public:
  using Options = DtlzOptions;
  static constexpr std::string_view kName = Number == 1   ? "dtlz1"
                                            : Number == 2 ? "dtlz2"
                                            : Number == 3 ? "dtlz3"
                                            : Number == 4 ? "dtlz4"
                                            : Number == 5 ? "dtlz5"
                                            : Number == 6 ? "dtlz6"
                                                          : "dtlz7";
  static constexpr std::string_view kSummary =
      Number == 1   ? "any number of objectives, linear front behind 11^k-1 local ones"
      : Number == 2 ? "any number of objectives, spherical front"
      : Number == 3 ? "any number of objectives, spherical front behind 3^k-1 local ones"
      : Number == 4 ? "any number of objectives, spherical front, solutions crowd at its edges"
      : Number == 5 ? "any number of objectives, front a curve for up to three of them"
      : Number == 6 ? "as dtlz5, with a distance function that is hard to descend"
                    : "any number of objectives, front in 2^(n_obj-1) patches";
  static constexpr std::string_view kFamily = "dtlz";
  static constexpr std::string_view kPaper =
      "Deb, Thiele, Laumanns, Zitzler, Scalable test problems for evolutionary multiobjective "
      "optimization, Springer, 2005";
  static constexpr int kRevision = 1;

  explicit Dtlz(const Options& options = {});

  [[nodiscard]] const ProblemInfo& info() const { return info_; }

  void evaluate(MatrixIn x, EvalOut out) const;
  /// Exact; O(n_obj^3 + n_var n_obj) per column. In DTLZ6 the power 0.1 has slope infinity where a
  /// distance variable is 0; the entries are infinite or NaN there.
  void jacobian(MatrixIn x, MatrixOut jac) const;
  /// False for DTLZ5 and DTLZ6 with four or more objectives: their front is more than the curve
  /// that the report claims (Huband, Hingston, Barone, While, IEEE TEC 10(5), 2006).
  [[nodiscard]] bool has_front() const;
  /// About `n` points: at most `n`, but at least n_obj (DTLZ1 to 4), 2^(n_obj-1) (DTLZ7) or 1.
  /// Throws Error{unsupported} if has_front() is false.
  [[nodiscard]] Matrix front(Index n) const;
  /// Pareto-optimal solutions. Their images are the columns of front(n) where has_front() is true,
  /// else the points of least norm, which nothing dominates.
  [[nodiscard]] Matrix pareto_set(Index n) const;

 private:
  ProblemInfo info_;
};

using Dtlz1 = Dtlz<1>;
using Dtlz2 = Dtlz<2>;
using Dtlz3 = Dtlz<3>;
using Dtlz4 = Dtlz<4>;
using Dtlz5 = Dtlz<5>;
using Dtlz6 = Dtlz<6>;
using Dtlz7 = Dtlz<7>;

extern template class Dtlz<1>;
extern template class Dtlz<2>;
extern template class Dtlz<3>;
extern template class Dtlz<4>;
extern template class Dtlz<5>;
extern template class Dtlz<6>;
extern template class Dtlz<7>;

static_assert(DifferentiableProblem<Dtlz2> && ProblemWithFront<Dtlz2> &&
              ProblemWithParetoSet<Dtlz2>);

}  // namespace vilfredo
