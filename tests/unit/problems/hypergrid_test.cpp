#include "vilfredo/problems/construction/hypergrid.hpp"

#include "vilfredo/core/error.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <vector>

namespace vilfredo {
namespace {

using enum GridFunction;

// Area that the columns (maximised, two rows) dominate above the origin.
double area(std::vector<std::pair<double, double>> points) {
  std::ranges::sort(points, std::greater<>());
  double sum = 0;
  double height = 0;
  for (const auto& [x, y] : points) {
    if (y > height) {
      sum += x * (y - height);
      height = y;
    }
  }
  return sum;
}

// Hypervolume above the origin of two or three maximised rows, slice by slice.
double hypervolume(const Matrix& points) {
  std::vector<std::pair<double, double>> base;
  if (points.rows() == 2) {
    for (Index j = 0; j < points.cols(); ++j) {
      base.emplace_back(points(0, j), points(1, j));
    }
    return area(base);
  }
  std::vector<Index> order(static_cast<std::size_t>(points.cols()));
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = static_cast<Index>(i);
  }
  std::ranges::sort(order, [&](Index a, Index b) { return points(2, a) > points(2, b); });
  double sum = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    base.emplace_back(points(0, order[i]), points(1, order[i]));
    const double below = i + 1 < order.size() ? points(2, order[i + 1]) : 0.0;
    sum += area(base) * (points(2, order[i]) - below);
  }
  return sum;
}

Hypergrid grid(Index side, std::vector<GridFunction> objectives) {
  return Hypergrid({.side = side, .objectives = std::move(objectives)});
}

struct Known {
  std::vector<GridFunction> objectives;
  Index side;
  Index points;
  double volume;
};

TEST(Hypergrid, FrontsHaveTheKnownSizesAndHypervolumes) {
  const std::vector<Known> table{
      {{branin, currin}, 8, 6, 0.955550},
      {{branin, currin}, 16, 16, 0.978339},
      {{branin, currin}, 32, 36, 0.982144},
      {{branin, shubert}, 8, 5, 0.718797},
      {{branin, shubert}, 16, 6, 0.803656},
      {{branin, shubert}, 32, 14, 0.883845},
      {{branin, beale}, 8, 11, 0.764490},
      {{branin, beale}, 16, 19, 0.793310},
      {{branin, beale}, 32, 44, 0.806667},
      {{currin, shubert}, 8, 10, 0.603395},
      {{currin, shubert}, 16, 15, 0.683654},
      {{currin, shubert}, 32, 32, 0.734926},
      {{currin, beale}, 8, 3, 0.800661},
      {{currin, beale}, 16, 4, 0.873111},
      {{currin, beale}, 32, 8, 0.897938},
      {{shubert, beale}, 8, 7, 0.583055},
      {{shubert, beale}, 16, 10, 0.643930},
      {{shubert, beale}, 32, 22, 0.685916},
      {{branin, currin, shubert}, 32, 104, 0.682080},
      {{branin, currin, beale}, 32, 229, 0.763208},
      {{branin, shubert, beale}, 32, 147, 0.547529},
      {{currin, shubert, beale}, 32, 127, 0.532578},
  };
  for (const Known& known : table) {
    const Hypergrid problem = grid(known.side, known.objectives);
    const Matrix front = problem.front(0);
    EXPECT_EQ(front.cols(), known.points) << known.side << " " << known.volume;
    EXPECT_NEAR(hypervolume(-front), known.volume, 5.1e-7) << known.side;
  }
  EXPECT_EQ(grid(32, {branin, currin, shubert, beale}).front(0).cols(), 372);
}

Matrix every_object(const Hypergrid& problem) {
  const ConstructionGraph& graph = *problem.info().construction;
  Matrix x(2, static_cast<Index>(graph.enumerable_states()));
  for (Index s = 0; s < x.cols(); ++s) {
    graph.decode(static_cast<ConstructionGraph::State>(s), x.col(s));
  }
  return x;
}

Matrix rewards(const Hypergrid& problem) {
  const Matrix x = every_object(problem);
  Matrix f(problem.info().n_obj, x.cols());
  Matrix g(1, x.cols());
  problem.evaluate(x, {f, g});
  EXPECT_TRUE((g.array() <= 0).all());
  return -f;
}

TEST(Hypergrid, PartitionFunctionsAreTheKnownOnes) {
  struct Row {
    Index side;
    double w;
    double beta;
    double log_z;
  };

  const std::vector<Row> table{
      {8, 0.5, 1, 3.723673466},   {8, 0.5, 16, 0.714792350},  {8, 0.2, 1, 3.590141343},
      {8, 0.2, 16, 0.464057427},  {16, 0.5, 1, 5.146405184},  {16, 0.5, 16, 2.134852453},
      {16, 0.2, 1, 5.017223846},  {16, 0.2, 16, 1.894363091}, {32, 0.5, 1, 6.546259248},
      {32, 0.5, 16, 3.528706367}, {32, 0.2, 1, 6.418654392},  {32, 0.2, 16, 3.276417856}};
  for (const Row& row : table) {
    const Matrix r = rewards(grid(row.side, {branin, currin}));
    double z = 0;
    for (Index j = 0; j < r.cols(); ++j) {
      z += std::pow(row.w * r(0, j) + (1 - row.w) * r(1, j), row.beta);
    }
    EXPECT_NEAR(std::log(z), row.log_z, 1e-9);
  }
}

TEST(Hypergrid, ObjectivesCoverTheKnownRangesAndModes) {
  const Matrix r = rewards(grid(32, {branin, currin, shubert, beale, sphere}));
  const Vector lowest{{3e-6, 0.085723, 0.005753, 0.112627, 0.001041}};
  const Vector highest{{0.998616, 1.001525, 0.994499, 0.997503, 1.0}};
  for (Index k = 0; k < 5; ++k) {
    EXPECT_NEAR(r.row(k).minCoeff(), lowest[k], 6e-7) << k;
    EXPECT_NEAR(r.row(k).maxCoeff(), highest[k], 6e-7) << k;
  }
  Index mode = 0;
  (0.5 * r.row(0) + 0.5 * r.row(1)).maxCoeff(&mode);
  EXPECT_EQ(mode, 15 * 32 + 3);
  (0.2 * r.row(0) + 0.8 * r.row(1)).maxCoeff(&mode);
  EXPECT_EQ(mode, 7 * 32 + 3);
}

TEST(Hypergrid, AStateIsAParentExactlyIfAnActionLeadsFromIt) {
  for (const Index side : {2, 3, 4, 8}) {
    const HypergridGraph graph(side);
    const auto states = graph.enumerable_states();
    std::set<std::tuple<ConstructionGraph::State, int, ConstructionGraph::State>> forward;
    std::set<std::tuple<ConstructionGraph::State, int, ConstructionGraph::State>> backward;
    std::vector<ConstructionGraph::Parent> parents;
    const auto legal = std::make_unique<bool[]>(3);
    for (ConstructionGraph::State s = 0; s < states; ++s) {
      graph.legal(s, {legal.get(), 3});
      for (int a = 0; a < 2; ++a) {
        EXPECT_EQ(legal[static_cast<std::size_t>(a)], !graph.ends_by_force(s));
        if (legal[static_cast<std::size_t>(a)]) {
          const auto next = graph.apply(s, a);
          EXPECT_GT(next, s) << "not a topological order";
          EXPECT_LT(next, states);
          forward.emplace(s, a, next);
        }
      }
      EXPECT_EQ(legal[2], !graph.ends_by_force(s));
      graph.parents(s, parents);
      for (const auto& parent : parents) {
        EXPECT_FALSE(graph.ends_by_force(parent.state));
        backward.emplace(parent.state, parent.action, s);
      }
    }
    EXPECT_EQ(forward, backward);
    EXPECT_EQ(forward.size(), static_cast<std::size_t>(2 * (side - 1) * (side - 1)));
  }
}

TEST(Hypergrid, OnlyTheUnreachableCornerIsInfeasible) {
  const Hypergrid problem = grid(4, {branin, currin});
  Matrix f(2, 16);
  Matrix g(1, 16);
  Matrix x(2, 16);
  for (Index j = 0; j < 16; ++j) {
    x.col(j) << static_cast<double>(j / 4), static_cast<double>(j % 4);
  }
  problem.evaluate(x, {f, g});
  for (Index j = 0; j < 16; ++j) {
    EXPECT_EQ(g(0, j) <= 0, j != 15) << j;
  }
}

TEST(Hypergrid, RefusesAPointThatIsNotOnTheGrid) {
  const Hypergrid problem = grid(4, {branin, currin});
  Matrix f(2, 1);
  Matrix g(1, 1);
  EXPECT_THROW(problem.evaluate(Matrix{{0.5}, {1}}, {f, g}), Error);
  EXPECT_THROW(problem.evaluate(Matrix{{4}, {1}}, {f, g}), Error);
  EXPECT_THROW(grid(4, {}), Error);
}

TEST(Hypergrid, ObjectivesAreMaximisedInEveryOutput) {
  const Hypergrid problem = grid(8, {shubert, sphere});
  EXPECT_EQ(problem.info().objective(0).name, "shubert");
  EXPECT_EQ(problem.info().objective(1).sense, Sense::maximise);
  EXPECT_EQ(problem.info().reference_point.value, Vector::Zero(2));
}

}  // namespace
}  // namespace vilfredo
