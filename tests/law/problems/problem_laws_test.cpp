// Laws that every registered problem obeys; a new entry is tested the moment it is registered.
#include "problem_evaluation.hpp"

#include <vilfredo/core/dominance.hpp>
#include <vilfredo/problems/reference_set.hpp>
#include <vilfredo/problems/registry.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <thread>
#include <vector>

namespace vilfredo {
namespace {

using testing::evaluate;
using testing::random_solutions;
using testing::Values;

const ProblemRegistry& builtin() {
  static const ProblemRegistry registry = [] {
    ProblemRegistry out;
    register_builtin_problems(out);
    return out;
  }();
  return registry;
}

bool same_bits(const Matrix& a, const Matrix& b) {
  return a.rows() == b.rows() && a.cols() == b.cols() &&
         std::equal(a.data(), a.data() + a.size(), b.data());
}

/// Objectives of those columns that meet every constraint.
Matrix feasible_objectives(const ProblemInfo& info, const Values& values) {
  Matrix out(values.f.rows(), values.f.cols());
  Index count = 0;
  for (Index j = 0; j < values.f.cols(); ++j) {
    if (info.violation(values.g.col(j).data()) == 0) {
      out.col(count++) = values.f.col(j);
    }
  }
  return out.leftCols(count);
}

class ProblemLaws : public ::testing::TestWithParam<std::string> {
 protected:
  [[nodiscard]] const ProblemEntry& entry() const { return builtin().at(GetParam()); }

  [[nodiscard]] AnyProblem problem() const { return entry().make({}); }
};

TEST_P(ProblemLaws, DescribesItself) {
  const AnyProblem any = problem();
  const ProblemInfo& info = any.info();
  EXPECT_NO_THROW(info.check());
  EXPECT_EQ(info.name, GetParam());
  EXPECT_EQ(info.revision, entry().description.revision);
  EXPECT_FALSE(entry().description.summary.empty());
  EXPECT_FALSE(entry().description.family.empty());
  EXPECT_EQ(entry().description.summary.find('\n'), std::string::npos);
  for (const Anchor* anchor : {&info.ideal, &info.nadir, &info.reference_point}) {
    if (anchor->known()) {
      EXPECT_EQ(anchor->value.size(), info.n_obj);
      EXPECT_TRUE(anchor->value.allFinite());
      EXPECT_FALSE(anchor->provenance.empty());
    }
  }
  if (info.ideal.known() && info.nadir.known()) {
    EXPECT_TRUE((info.ideal.value.array() < info.nadir.value.array()).all());
    EXPECT_TRUE((info.ideal.value.array() < info.reference_point.value.array()).all());
  }
}

TEST_P(ProblemLaws, OptionsSurviveTheWayThroughValues) {
  Faults faults;
  const Value resolved = entry().resolve({}, "", faults);
  EXPECT_TRUE(faults.empty());
  EXPECT_EQ(canonical(entry().resolve(resolved, "", faults)), canonical(resolved));
  EXPECT_TRUE(faults.empty());
  const AnyProblem rebuilt = entry().make(resolved);
  EXPECT_EQ(rebuilt.info().n_var, problem().info().n_var);
  EXPECT_EQ(rebuilt.info().n_obj, problem().info().n_obj);
  const Matrix x = random_solutions(problem().info(), 3, 1);
  EXPECT_TRUE(same_bits(evaluate(rebuilt, x).f, evaluate(problem(), x).f));
}

TEST_P(ProblemLaws, RefusesUnknownAndOutOfRangeOptionsByName) {
  Value unknown;
  unknown["no_such_option"] = 1;
  EXPECT_THROW((void)entry().make(unknown), Error);
  for (const FieldDescription& field : entry().description.fields) {
    if (field.type != "integer" && field.type != "number") {
      continue;
    }
    for (const double outside : {field.range.lower - 1, field.range.upper + 1}) {
      if (!std::isfinite(outside)) {
        continue;
      }
      Value params;
      params[field.name] = static_cast<std::int64_t>(outside);
      try {
        (void)entry().make(params);
        ADD_FAILURE() << field.name << " = " << outside << " was accepted";
      } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find(field.name), std::string::npos) << error.what();
      }
    }
  }
}

TEST_P(ProblemLaws, FillsEveryValueAndNothingElse) {
  const AnyProblem any = problem();
  const ProblemInfo& info = any.info();
  const Matrix x = random_solutions(info, 7, 2);
  const Values values = evaluate(any, x);
  EXPECT_TRUE(values.f.allFinite());
  EXPECT_TRUE(values.g.allFinite());
  EXPECT_TRUE((values.f.array() != -7e77).all());
  EXPECT_TRUE((values.g.array() != -7e77).all());

  // As blocks of larger matrices: other strides, other alignment, and a frame that must stay.
  Matrix wide_x = Matrix::Constant(info.n_var + 3, 9, 0.25);
  wide_x.block(1, 1, info.n_var, 7) = x;
  Matrix wide_f = Matrix::Constant(info.n_obj + 2, 9, 11);
  Matrix wide_g = Matrix::Constant(info.n_con + 2, 9, 11);
  std::vector<Rng> streams;
  if (info.stochastic) {
    streams = testing::noise_streams({0, 1, 2, 3, 4, 5, 6});
  }
  any.evaluate(wide_x.block(1, 1, info.n_var, 7), {.level = info.final_level(), .streams = streams},
               {wide_f.block(1, 1, info.n_obj, 7), wide_g.block(1, 1, info.n_con, 7)});
  EXPECT_TRUE(same_bits(wide_f.block(1, 1, info.n_obj, 7), values.f));
  EXPECT_TRUE(same_bits(wide_g.block(1, 1, info.n_con, 7), values.g));
  wide_f.block(1, 1, info.n_obj, 7).setConstant(11);
  EXPECT_TRUE((wide_f.array() == 11).all()) << "wrote outside its block";
}

TEST_P(ProblemLaws, ABatchIsItsColumns) {
  const AnyProblem any = problem();
  const Matrix x = random_solutions(any.info(), 41, 3);
  const Values batch = evaluate(any, x);
  for (Index j = 0; j < x.cols(); ++j) {
    const Values one = evaluate(any, x.col(j), {static_cast<Id>(j)});
    EXPECT_TRUE(same_bits(one.f, batch.f.col(j))) << "column " << j;
    EXPECT_TRUE(same_bits(one.g, batch.g.col(j))) << "column " << j;
  }
}

TEST_P(ProblemLaws, PermutingColumnsPermutesResults) {
  const AnyProblem any = problem();
  const Matrix x = random_solutions(any.info(), 41, 4);
  const Values before = evaluate(any, x);
  Matrix shuffled(x.rows(), x.cols());
  std::vector<Id> ids;
  for (Index j = 0; j < x.cols(); ++j) {
    const Index from = (j * 17 + 5) % x.cols();
    shuffled.col(j) = x.col(from);
    ids.push_back(static_cast<Id>(from));
  }
  const Values after = evaluate(any, shuffled, ids);
  for (Index j = 0; j < x.cols(); ++j) {
    const auto from = static_cast<Index>(ids[static_cast<std::size_t>(j)]);
    EXPECT_TRUE(same_bits(after.f.col(j), before.f.col(from))) << "column " << j;
    EXPECT_TRUE(same_bits(after.g.col(j), before.g.col(from))) << "column " << j;
  }
}

TEST_P(ProblemLaws, ConcurrentCallsAgreeWhereDeclared) {
  const AnyProblem any = problem();
  if (any.info().threads != ThreadSafety::concurrent) {
    GTEST_SKIP() << "not declared concurrent";
  }
  constexpr int kThreads = 8;
  const Matrix x = random_solutions(any.info(), 64, 5);
  const Values expected = evaluate(any, x);
  std::vector<Values> found(kThreads);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] { found[static_cast<std::size_t>(t)] = evaluate(any, x); });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  for (const Values& values : found) {
    EXPECT_TRUE(same_bits(values.f, expected.f));
    EXPECT_TRUE(same_bits(values.g, expected.g));
  }
}

/// All corners if there are at most 4096, else as many random ones.
Matrix corners(const ProblemInfo& info) {
  constexpr Index kMost = 4096;
  const bool all = info.n_var <= 12;
  const Index count = all ? Index{1} << info.n_var : kMost;
  Matrix x(info.n_var, count);
  Rng rng(6, Purpose::design, 0);
  for (Index j = 0; j < count; ++j) {
    for (Index i = 0; i < info.n_var; ++i) {
      const bool high = all ? ((j >> i) & 1) == 1 : rng.below(2) == 1;
      x(i, j) = high ? info.upper[i] : info.lower[i];
    }
  }
  return x;
}

TEST_P(ProblemLaws, IsFiniteEverywhereInItsBox) {
  const AnyProblem any = problem();
  const ProblemInfo& info = any.info();
  if (!info.all_bounded() || !info.permutations.empty()) {
    GTEST_SKIP() << "no box of its own";
  }
  for (const Matrix& x : {corners(info), random_solutions(info, 2000, 7)}) {
    const Values values = evaluate(any, x);
    for (Index j = 0; j < x.cols(); ++j) {
      ASSERT_TRUE(values.f.col(j).allFinite() && values.g.col(j).allFinite())
          << "at " << x.col(j).transpose();
    }
  }
}

TEST_P(ProblemLaws, JacobianEqualsCentralDifferences) {
  const AnyProblem any = problem();
  if (!any.has_jacobian()) {
    Matrix nothing(any.info().n_var * any.info().n_obj, 1);
    EXPECT_THROW(any.jacobian(any.info().lower, nothing), Error);
    GTEST_SKIP() << "no Jacobian";
  }
  const ProblemInfo& info = any.info();
  // Away from the edges, where roots and powers have infinite slopes.
  Matrix x = random_solutions(info, 23, 8);
  for (Index j = 0; j < x.cols(); ++j) {
    x.col(j) = info.lower + 0.05 * (info.upper - info.lower) + 0.9 * (x.col(j) - info.lower);
  }
  Matrix jac = Matrix::Constant(info.n_var * info.n_obj, x.cols(), -7e77);
  any.jacobian(x, jac);
  const Matrix numerical = numerical_jacobian(any, x);
  for (Index j = 0; j < x.cols(); ++j) {
    const double scale = std::max(1.0, numerical.col(j).cwiseAbs().maxCoeff());
    EXPECT_LE((jac.col(j) - numerical.col(j)).cwiseAbs().maxCoeff(), 2e-7 * scale)
        << "column " << j;
    Matrix one(jac.rows(), 1);
    any.jacobian(x.col(j), one);
    EXPECT_TRUE(same_bits(one, jac.col(j))) << "column " << j;
  }
}

TEST_P(ProblemLaws, FrontPointsDoNotDominateEachOther) {
  const AnyProblem any = problem();
  if (!any.has_front()) {
    EXPECT_THROW((void)any.front(10), Error);
    GTEST_SKIP() << "no known front";
  }
  for (const Index n : {Index{1}, Index{2}, Index{7}, Index{100}, Index{1000}}) {
    const Matrix front = any.front(n);
    ASSERT_EQ(front.rows(), any.info().n_obj);
    ASSERT_GE(front.cols(), 1);
    EXPECT_TRUE(front.allFinite());
    EXPECT_EQ(static_cast<Index>(non_dominated(front, Duplicates::first_only).size()), front.cols())
        << n;
  }
}

TEST_P(ProblemLaws, IdealAndNadirBoundTheFront) {
  const AnyProblem any = problem();
  const ProblemInfo& info = any.info();
  if (!any.has_front() || !info.ideal.known() || !info.nadir.known() ||
      info.ideal.provenance != "exact") {
    GTEST_SKIP() << "nothing exact to compare";
  }
  const Matrix front = any.front(5000);
  const Vector width = info.nadir.value - info.ideal.value;
  for (Index k = 0; k < info.n_obj; ++k) {
    const double low = front.row(k).minCoeff();
    const double high = front.row(k).maxCoeff();
    EXPECT_GE(low, info.ideal.value[k] - 1e-9 * width[k]) << "objective " << k + 1;
    EXPECT_NEAR(low, info.ideal.value[k], 1e-3 * width[k]) << "objective " << k + 1;
    EXPECT_LE(high, info.nadir.value[k] + 1e-9 * width[k]) << "objective " << k + 1;
    EXPECT_NEAR(high, info.nadir.value[k], 1e-3 * width[k]) << "objective " << k + 1;
  }
}

TEST_P(ProblemLaws, NothingIsBelowTheIdealPoint) {
  const AnyProblem any = problem();
  const ProblemInfo& info = any.info();
  if (!info.ideal.known() || info.stochastic) {
    GTEST_SKIP() << "no ideal point of a deterministic problem";
  }
  const Matrix x = random_solutions(info, 20000, 9);
  const Matrix f = feasible_objectives(info, evaluate(any, x));
  for (Index k = 0; k < info.n_obj && f.cols() > 0; ++k) {
    const double ideal = info.ideal.value[k];
    EXPECT_GE(f.row(k).minCoeff(), ideal - 1e-9 * std::max(1.0, std::abs(ideal)))
        << "objective " << k + 1;
  }
}

TEST_P(ProblemLaws, NoSolutionDominatesTheFront) {
  const AnyProblem any = problem();
  if (!any.has_front() || any.info().stochastic) {
    GTEST_SKIP() << "no known front of a deterministic problem";
  }
  const Matrix front = any.front(200);
  const Matrix f =
      feasible_objectives(any.info(), evaluate(any, random_solutions(any.info(), 5000, 10)));
  // A reference set is the best that long runs found, which is not the last word.
  Vector slack = Vector::Constant(front.rows(), 1e-9);
  if (has_reference_set(GetParam()) && !any.has_pareto_set()) {
    slack += 0.01 * (front.rowwise().maxCoeff() - front.rowwise().minCoeff());
  }
  for (Index i = 0; i < front.cols(); ++i) {
    for (Index j = 0; j < f.cols(); ++j) {
      ASSERT_FALSE((f.col(j).array() < front.col(i).array() - slack.array()).all())
          << f.col(j).transpose() << " dominates " << front.col(i).transpose();
    }
  }
}

TEST_P(ProblemLaws, ParetoSetIsOptimal) {
  const AnyProblem any = problem();
  const ProblemInfo& info = any.info();
  if (!any.has_pareto_set()) {
    EXPECT_THROW((void)any.pareto_set(10), Error);
    GTEST_SKIP() << "no known Pareto set";
  }
  const Matrix x = any.pareto_set(300);
  ASSERT_EQ(x.rows(), info.n_var);
  ASSERT_GE(x.cols(), 1);
  for (Index j = 0; j < x.cols(); ++j) {
    EXPECT_TRUE((x.col(j).array() >= info.lower.array()).all() &&
                (x.col(j).array() <= info.upper.array()).all())
        << x.col(j).transpose();
  }
  const Values values = evaluate(any, x);
  // On a front of many more points: never strictly below it, never strictly above.
  const Matrix truth = any.has_front() ? any.front(3000) : values.f;
  for (Index j = 0; j < values.f.cols(); ++j) {
    for (Index i = 0; i < truth.cols(); ++i) {
      const auto difference = (values.f.col(j) - truth.col(i)).array();
      ASSERT_FALSE((difference > 1e-9).all()) << values.f.col(j).transpose() << " is dominated";
      ASSERT_FALSE((difference < -1e-9).all()) << values.f.col(j).transpose() << " is too good";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Registry,
                         ProblemLaws,
                         ::testing::ValuesIn(builtin().names()),
                         [](const auto& test) { return test.param; });

TEST(ProblemRegistry, HoldsTheSuites) {
  int re = 0;
  for (const std::string& name : builtin().names()) {
    re += builtin().at(name).description.family == "re" ? 1 : 0;
  }
  EXPECT_EQ(re, 20) << "sixteen problems and four variants";
  for (const char* name : {"zdt1", "zdt6", "dtlz1", "dtlz7", "vlmop1", "vlmop3", "re21", "re91"}) {
    EXPECT_TRUE(builtin().has(name)) << name;
    EXPECT_FALSE(builtin().at(name).description.paper.empty()) << name;
  }
}

}  // namespace
}  // namespace vilfredo
