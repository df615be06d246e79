// What set models give for fixed preferences: evaluated, stored and drawn.
#include "suite_registries.hpp"
#include "synthetic_report.hpp"

#include <vilfredo/indicators/simplex_lattice.hpp>
#include <vilfredo/suite/execute/execute.hpp>
#include <vilfredo/suite/figures/figure.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace vilfredo::suite {
namespace {

/// Knows the set of bowl: x_i = 2 (weight of the second objective).
class Knowing : public toy::Walker {
 public:
  using toy::Walker::Walker;
  static constexpr std::string_view kName = "knowing";

  [[nodiscard]] Matrix decode(MatrixIn preferences) const {
    Matrix out(3, preferences.cols());
    for (Index j = 0; j < out.cols(); ++j) {
      out.col(j).setConstant(2 * preferences(1, j));
    }
    return out;
  }
};

static_assert(SetModel<Knowing>);

TEST(DecodedSets, HoldOneSolutionPerPreference) {
  const AnyWorld world = AnyProblem(suite_toys::Bowl(suite_toys::BowlOptions{}));
  const AnySolver solver = AnySolver(Knowing(std::get<ProblemInfo>(info_of(world)), {}));
  std::uint64_t cost = 0;
  const auto set = decoded_front(solver, world, 7, cost);
  ASSERT_TRUE(set);
  const Matrix lattice = preference_lattice(2);
  EXPECT_EQ(lattice.cols(), 100);
  EXPECT_EQ(cost, 100U);
  ASSERT_EQ(set->members.f.cols(), 100);
  for (Index j = 0; j < 100; ++j) {
    EXPECT_EQ(set->members.ids[static_cast<std::size_t>(j)], static_cast<Id>(j));
    EXPECT_NEAR(set->members.f(0, j), 3 * std::pow(2 * lattice(1, j), 2), 1e-12);
  }
  EXPECT_TRUE(set->feasible);
  EXPECT_FALSE(decoded_front(AnySolver(toy::Walker(std::get<ProblemInfo>(info_of(world)), {})),
                             world, 7, cost));
  EXPECT_EQ(preference_lattice(3).cols(), 105);
}

TEST(DecodedSets, LeaveOutWhatCannotBeEvaluated) {
  ProblemInfo info = suite_toys::Bowl(suite_toys::BowlOptions{}).info();
  const AnyWorld world = make_problem(info, [](MatrixIn x, EvalOut out) {
    for (Index j = 0; j < x.cols(); ++j) {
      out.f(0, j) = x(0, j);
      out.f(1, j) = x(0, j) > 1 ? NAN : 2 - x(0, j);
    }
  });
  std::uint64_t cost = 0;
  const auto set = decoded_front(AnySolver(Knowing(info, {})), world, 7, cost);
  ASSERT_TRUE(set);
  EXPECT_EQ(cost, 100U);
  EXPECT_EQ(set->members.f.cols(), 50);
  const Matrix lattice = preference_lattice(2);
  for (std::size_t j = 0; j < set->members.ids.size(); ++j) {
    const auto at = static_cast<Index>(set->members.ids[j]);
    EXPECT_EQ(set->members.f(0, static_cast<Index>(j)), 2 * lattice(1, at));
  }
}

Report with_learned_sets() {
  Report report = made_up::synthetic_report();
  for (std::size_t p = 0; p < 3; ++p) {
    for (const std::size_t s : {0U, 2U}) {
      ReportLearned learned;
      const auto n_obj = static_cast<Index>(p + 2);
      learned.preferences = simplex_lattice(n_obj, n_obj == 2 ? 99 : 13);
      learned.f = learned.preferences.array().square() + 0.1 * static_cast<double>(s);
      report.cell(p, s).learned = std::move(learned);
    }
  }
  return report;
}

const Figure* find(const std::vector<Figure>& figures, const std::string& id) {
  for (const Figure& figure : figures) {
    if (figure.id == id) {
      return &figure;
    }
  }
  return nullptr;
}

TEST(LearnedFigures, AreCurvesOfTwoAndSurfacesOfThreeObjectives) {
  const std::vector<Figure> figures = make_figures(with_learned_sets());
  const Figure* curves = find(figures, "learned-re21");
  ASSERT_NE(curves, nullptr);
  EXPECT_EQ(curves->kind, FigureKind::learned);
  EXPECT_NE(curves->script.find("using 1:4"), std::string::npos);
  EXPECT_NE(curves->script.find("weight of structural volume"), std::string::npos);
  ASSERT_NE(find(figures, "learned-re34-moead"), nullptr);
  const Figure* surface = find(figures, "learned-re34-pagmo_nsga2");
  ASSERT_NE(surface, nullptr);
  EXPECT_NE(surface->script.find("using 7:8:6"), std::string::npos);
  EXPECT_EQ(find(figures, "learned-re34-moead_de"), nullptr) << "no set model";
  for (const Figure& figure : figures) {
    EXPECT_TRUE(figure.kind != FigureKind::learned || figure.id.find("re41") == std::string::npos)
        << "four objectives";
  }
}

TEST(LearnedFigures, NeedAPreferenceForEverySolution) {
  Report report = with_learned_sets();
  report.cell(0, 0).learned->preferences.conservativeResize(2, 50);
  EXPECT_THROW((void)make_figures(report), Error);
}

}  // namespace
}  // namespace vilfredo::suite
