// The RE suite: sixteen engineering design problems with formulas.
//
// Values are as published, all minimised: re42 holds its annual cargo negated. Constraints are part
// of the objectives: the last objective of most problems is the total violation. Variables that
// stand for counts or catalogue sizes keep the published continuous boxes; evaluation takes the
// nearest whole number (halves away from 0) or the nearest catalogue value (the smaller one of two
// equally near). So every real-valued solver can run them.
//
// Tanabe, Ishibuchi, "An easy-to-use real-world multi-objective optimization problem suite",
// Applied Soft Computing 89, 2020, in the corrected versions of 2020-10 and 2021-05 (RE21, RE24,
// RE25, RE42).
//
// Deviations, all where the published programs divide by zero or misread their own table:
//   re22  the catalogue has 3.10 where the programs hold 3 and 10; re22_published keeps those. The
//         beam's width x2 is taken as at least 1e-12.
//   re33  |x2 - x1| is taken as at least 1e-12 (the sign is kept), and common factors are
//   cancelled.
//
// Variants under their own names, because published results rest on them:
//   re21_svh      today's formulas with the ideal point of the version before 2020-10
//   re42_svh      today's formulas with ideal and nadir of the version before 2021-05
//   re36_relaxed  without rounding; front and anchors in closed form
// A problem with a history of versions is also known as NAME@VERSION: re21@2020-10, re25@2020-10,
// re42@2021-05, and re21@svh, re42@svh for the variants.
#pragma once

#include "vilfredo/core/options.hpp"
#include "vilfredo/core/problem.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vilfredo {

namespace detail {
struct ReDefinition;
}

/// A deterministic problem of the suite: "re21" … "re61", or a variant: "re22_published", …
///
/// Ideal and nadir are those published with the suite (for re21, whose file is swapped with that of
/// an older version, and for re36_relaxed the exact ones); no reference point is set, so that the
/// general rule applies.
class ReProblem {
 public:
  static constexpr std::string_view kFamily = "re";
  static constexpr std::string_view kPaper =
      "Tanabe, Ishibuchi, An easy-to-use real-world multi-objective optimization problem suite, "
      "Applied Soft Computing 89, 2020";

  /// Throws Error{not_found} for a name that is not in names().
  explicit ReProblem(std::string_view name);

  [[nodiscard]] static std::vector<std::string> names();

  [[nodiscard]] const ProblemInfo& info() const { return info_; }

  /// What the design is and what is traded, in one line.
  [[nodiscard]] std::string_view summary() const;
  /// Names with a version: "re21@2020-10".
  [[nodiscard]] std::vector<std::string> aliases() const;
  void evaluate(MatrixIn x, EvalOut out) const;
  /// True for re21, re21_svh and re36_relaxed (closed forms) and where a reference set was
  /// committed.
  [[nodiscard]] bool has_front() const;
  /// Of a closed form `n` points; else the whole reference set, whatever `n`. Throws
  /// Error{unsupported} if has_front() is false.
  [[nodiscard]] Matrix front(Index n) const;
  /// True where the front has a closed form.
  [[nodiscard]] bool has_pareto_set() const;
  /// Solutions whose images are the columns of front(n). Throws Error{unsupported}.
  [[nodiscard]] Matrix pareto_set(Index n) const;

 private:
  const detail::ReDefinition* definition_;  // never null; lives as long as the program
  ProblemInfo info_;
};

static_assert(ProblemWithFront<ReProblem> && ProblemWithParetoSet<ReProblem>);

/// RE91, car cab design: weight and eight safety ratings over their limits, under noise.
///
/// Seven thicknesses are designed; two material strengths N(0.345, 0.006^2) and N(0.192, 0.006^2)
/// and the position of barrier and impact, N(0, 10^2) each, are drawn anew for every evaluation, in
/// this order, from the column's stream.
class Re91 {
 public:
  using Options = NoOptions;
  static constexpr std::string_view kName = "re91";
  static constexpr std::string_view kSummary =
      "car cab under noise: weight against eight safety ratings";
  static constexpr std::string_view kFamily = ReProblem::kFamily;
  static constexpr std::string_view kPaper = ReProblem::kPaper;
  static constexpr int kRevision = 1;
  static constexpr Index kDesignVariables = 7;
  static constexpr Index kNoiseVariables = 4;

  explicit Re91(const Options& options = {});

  [[nodiscard]] const ProblemInfo& info() const { return info_; }

  void evaluate(MatrixIn x, EvalOut out, std::span<Rng> streams) const;
  /// The nine objectives of one design under given noise; 7 and 4 entries.
  [[nodiscard]] static Vector objectives(VectorIn design, VectorIn noise);
  /// True where a reference set was committed.
  [[nodiscard]] bool has_front() const;
  /// The whole reference set, whatever `n`. Throws Error{unsupported} if there is none.
  [[nodiscard]] Matrix front(Index n) const;

 private:
  ProblemInfo info_;
};

static_assert(StochasticProblem<Re91> && ProblemWithFront<Re91>);

}  // namespace vilfredo
