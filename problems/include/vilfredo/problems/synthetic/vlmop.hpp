// The VLMOP problems: few variables, fronts of three shapes.
//
// Van Veldhuizen, Lamont, "Multiobjective evolutionary algorithm test suites", ACM SAC 1999, who
// collected them from Schaffer (1), Fonseca and Fleming (2), Viennet, Fonteix and Marc (3).
#pragma once

#include "vilfredo/core/options.hpp"
#include "vilfredo/core/problem.hpp"

#include <string_view>
#include <tuple>

namespace vilfredo {

namespace detail {
constexpr std::string_view kVlmopPaper =
    "Van Veldhuizen, Lamont, Multiobjective evolutionary algorithm test suites, SAC 1999";
}

/// One variable in [-2, 4]: f = (x^2, (x - 2)^2). Convex front, optimal for x in [0, 2].
class Vlmop1 {
 public:
  using Options = NoOptions;
  static constexpr std::string_view kName = "vlmop1";
  static constexpr std::string_view kSummary = "one variable, two parabolas, convex front";
  static constexpr std::string_view kFamily = "vlmop";
  static constexpr std::string_view kPaper = detail::kVlmopPaper;
  static constexpr int kRevision = 1;

  explicit Vlmop1(const Options& options = {});

  [[nodiscard]] const ProblemInfo& info() const { return info_; }

  void evaluate(MatrixIn x, EvalOut out) const;
  void jacobian(MatrixIn x, MatrixOut jac) const;
  /// `n` points at nearly equal distances, by ascending f1.
  [[nodiscard]] Matrix front(Index n) const;
  /// Solutions whose images are the columns of front(n).
  [[nodiscard]] Matrix pareto_set(Index n) const;

 private:
  ProblemInfo info_;
};

struct Vlmop2Options {
  Index n_var = 2;

  static constexpr auto fields() {
    return std::tuple{field("n_var", &Vlmop2Options::n_var, closed(1, 1'000'000), "variables")};
  }
};

static_assert(Options<Vlmop2Options>);

/// n variables in [-2, 2]: f = 1 - exp(-sum (x_i -+ 1/sqrt n)^2). Concave front, the same for every
/// n, optimal where all x_i are equal and in [-1/sqrt n, 1/sqrt n].
class Vlmop2 {
 public:
  using Options = Vlmop2Options;
  static constexpr std::string_view kName = "vlmop2";
  static constexpr std::string_view kSummary = "two bells in any dimension, concave front";
  static constexpr std::string_view kFamily = "vlmop";
  static constexpr std::string_view kPaper = detail::kVlmopPaper;
  static constexpr int kRevision = 1;

  explicit Vlmop2(const Options& options = {});

  [[nodiscard]] const ProblemInfo& info() const { return info_; }

  void evaluate(MatrixIn x, EvalOut out) const;
  void jacobian(MatrixIn x, MatrixOut jac) const;
  /// `n` points at nearly equal distances, by ascending f1.
  [[nodiscard]] Matrix front(Index n) const;
  /// Solutions whose images are the columns of front(n).
  [[nodiscard]] Matrix pareto_set(Index n) const;

 private:
  ProblemInfo info_;
  double centre_;  // 1/sqrt n
};

/// Two variables in [-3, 3], three objectives; with r = x1^2 + x2^2
///
///   f1 = r/2 + sin r
///   f2 = (3 x1 - 2 x2 + 4)^2 / 8 + (x1 - x2 + 1)^2 / 27 + 15
///   f3 = 1/(r + 1) - 1.1 exp(-r)
///
/// f1 and f3 depend on r alone, so on each circle only the least f2 can be optimal and the front is
/// (part of) a curve with parameter r. What is non-dominated of it was found by comparing 18 001
/// values of r in [0, 18] with each other and then solving for the ends of the two pieces:
/// 0 <= r < 1.5004 and 4 pi/3 <= r < 17.1552.
class Vlmop3 {
 public:
  using Options = NoOptions;
  static constexpr std::string_view kName = "vlmop3";
  static constexpr std::string_view kSummary =
      "two variables, three objectives, front in two curves";
  static constexpr std::string_view kFamily = "vlmop";
  static constexpr std::string_view kPaper = detail::kVlmopPaper;
  static constexpr int kRevision = 1;

  explicit Vlmop3(const Options& options = {});

  [[nodiscard]] const ProblemInfo& info() const { return info_; }

  void evaluate(MatrixIn x, EvalOut out) const;
  void jacobian(MatrixIn x, MatrixOut jac) const;
  /// max(n, 2) points, by ascending r, at nearly equal distances after scaling by ideal and nadir.
  [[nodiscard]] Matrix front(Index n) const;
  /// Solutions whose images are the columns of front(n).
  [[nodiscard]] Matrix pareto_set(Index n) const;

 private:
  ProblemInfo info_;
};

static_assert(DifferentiableProblem<Vlmop1> && ProblemWithParetoSet<Vlmop1>);
static_assert(DifferentiableProblem<Vlmop2> && ProblemWithParetoSet<Vlmop2>);
static_assert(DifferentiableProblem<Vlmop3> && ProblemWithParetoSet<Vlmop3>);

}  // namespace vilfredo
