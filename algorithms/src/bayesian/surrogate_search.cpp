#include "vilfredo/algorithms/bayesian/surrogate_search.hpp"

#include "vilfredo/algorithms/operators/space_filling.hpp"
#include "vilfredo/core/crowding_distance.hpp"
#include "vilfredo/core/nondominated_sorting.hpp"
#include "vilfredo/core/reduce.hpp"
#include "vilfredo/core/state.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace vilfredo {
namespace {

constexpr Index kChunk = 32;
constexpr Index kGenerationsPerSlice = 10;

Box unit_box(Index d) {
  ProblemInfo info;
  info.name = "unit box";
  info.n_var = d;
  info.lower = Vector::Zero(d);
  info.upper = Vector::Ones(d);
  return {info, "surrogate search"};
}

Matrix first_population(Index d, Index n, MatrixIn start, Rng rng) {
  Matrix out = operators::latin_hypercube(d, n, rng);
  const Index given = std::min(n, start.cols());
  out.leftCols(given) = start.leftCols(given);
  return out;
}

/// Rank and crowding of every column of f.
struct Standing {
  std::vector<Index> rank;
  std::vector<double> crowding;

  [[nodiscard]] bool better(Index a, Index b) const {
    const auto i = static_cast<std::size_t>(a);
    const auto j = static_cast<std::size_t>(b);
    if (rank[i] != rank[j]) {
      return rank[i] < rank[j];
    }
    return crowding[i] != crowding[j] ? crowding[i] > crowding[j] : a < b;
  }
};

Standing standing_of(MatrixIn f) {
  NonDominatedSorting sorting;
  KeySorter<std::uint32_t> sorter;
  sorting.sort(f);
  Standing out;
  out.rank.assign(sorting.ranks().begin(), sorting.ranks().end());
  out.crowding.resize(out.rank.size());
  for (Index r = 0; r < sorting.fronts(); ++r) {
    const auto front = sorting.front(r);
    std::vector<double> distance(front.size());
    crowding_distance(f, front, distance, sorter);
    for (std::size_t i = 0; i < front.size(); ++i) {
      out.crowding[static_cast<std::size_t>(front[i])] = distance[i];
    }
  }
  return out;
}

}  // namespace

void evaluate_in_chunks(const VectorFunction& function, MatrixIn x, Matrix& out, Context& context) {
  const Index n = x.cols();
  const Matrix columns = x;
  context.parallel((n + kChunk - 1) / kChunk, [&](Index chunk) {
    const Index first = chunk * kChunk;
    const Index count = std::min(kChunk, n - first);
    function(columns.middleCols(first, count), out.middleCols(first, count));
  });
}

void FrontSearch::begin(
    const SurrogateSearchOptions& options, Index d, Index outputs, MatrixIn start, const Rng& rng) {
  options_ = options;
  outputs_ = outputs;
  rng_ = rng;
  generation_ = 0;
  x_ = first_population(d, options.population, start, rng.child(Purpose::design, 0));
  f_.resize(0, 0);
}

bool FrontSearch::advance(const VectorFunction& function, Context& context) {
  for (Index i = 0; i < kGenerationsPerSlice && generation_ < options_.generations; ++i) {
    generation(function, context);
  }
  return generation_ >= options_.generations;
}

void FrontSearch::generation(const VectorFunction& function, Context& context) {
  const Index n = x_.cols();
  const Index d = x_.rows();
  if (f_.cols() == 0) {
    Matrix first(outputs_, n);
    evaluate_in_chunks(function, x_, first, context);
    f_ = first;
  }
  const Box box = unit_box(d);
  const PolynomialMutation mutation(box, {});
  const SbxOptions crossover{.probability = 0.9, .eta = 15};
  const Standing parents = standing_of(f_);
  Matrix x(d, 2 * n);
  Matrix f(f_.rows(), 2 * n);
  x.leftCols(n) = x_;
  f.leftCols(n) = f_;
  Draws draws;
  for (Index j = 0; j < n; ++j) {
    draws.restart(rng_.child(Purpose::variation, pack(static_cast<std::uint32_t>(generation_),
                                                      static_cast<std::uint32_t>(j))));
    const auto tournament = [&] {
      const Index a = draws.below(n);
      const Index b = draws.below(n);
      return parents.better(a, b) ? a : b;
    };
    const Index first = tournament();
    const Index second = tournament();
    double* child = x.col(n + j).data();
    operators::sbx(x_.col(first).data(), x_.col(second).data(), box, crossover, draws, child);
    mutation(box, draws, child);
  }
  Matrix children(f.rows(), n);
  evaluate_in_chunks(function, x.rightCols(n), children, context);
  f.rightCols(n) = children;
  const Standing all = standing_of(f);
  std::vector<Index> order(static_cast<std::size_t>(2 * n));
  std::iota(order.begin(), order.end(), Index{0});
  std::sort(order.begin(), order.end(), [&](Index a, Index b) { return all.better(a, b); });
  order.resize(static_cast<std::size_t>(n));
  x_ = x(Eigen::all, order).eval();
  f_ = f(Eigen::all, order).eval();
  ++generation_;
}

void FrontSearch::persist(StateIo& io) {
  io("population", options_.population);
  io("generations", options_.generations);
  io("outputs", outputs_);
  io("rng", rng_);
  io("generation", generation_);
  io("x", x_);
  io("f", f_);
}

void SubproblemSearch::begin(const SurrogateSearchOptions& options,
                             Index d,
                             Index outputs,
                             MatrixIn weights,
                             MatrixIn start,
                             const Rng& rng) {
  const Index n = weights.cols();
  options_ = options;
  outputs_ = outputs;
  rng_ = rng;
  generation_ = 0;
  x_ = first_population(d, n, start, rng.child(Purpose::design, 0));
  values_.resize(0, 0);
  scores_.resize(0);
  const Index size = std::clamp(n / 10, std::min<Index>(n, 5), n);
  neighbours_.resize(size, n);
  std::vector<Index> order(static_cast<std::size_t>(n));
  std::vector<double> distance(order.size());
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < n; ++j) {
      distance[static_cast<std::size_t>(j)] =
          squared_distance(weights.col(i).data(), weights.col(j).data(), weights.rows());
    }
    std::iota(order.begin(), order.end(), Index{0});
    std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) {
      return distance[static_cast<std::size_t>(a)] < distance[static_cast<std::size_t>(b)];
    });
    for (Index t = 0; t < size; ++t) {
      neighbours_(t, i) = static_cast<double>(order[static_cast<std::size_t>(t)]);
    }
  }
}

bool SubproblemSearch::advance(const VectorFunction& function,
                               const SubproblemScores& scores,
                               Context& context) {
  for (Index i = 0; i < kGenerationsPerSlice && generation_ < options_.generations; ++i) {
    if (scores_.size() == 0) {
      first_generation(function, scores, context);
    }
    generation(function, scores, context);
  }
  return generation_ >= options_.generations;
}

void SubproblemSearch::first_generation(const VectorFunction& function,
                                        const SubproblemScores& scores,
                                        Context& context) {
  const Index n = x_.cols();
  Matrix values(outputs_, n);
  evaluate_in_chunks(function, x_, values, context);
  Matrix all(n, n);
  scores(values, all);
  std::vector<Index> best(static_cast<std::size_t>(n));
  scores_.resize(n);
  for (Index i = 0; i < n; ++i) {
    Index pick = 0;
    for (Index j = 1; j < n; ++j) {
      pick = all(i, j) > all(i, pick) ? j : pick;
    }
    best[static_cast<std::size_t>(i)] = pick;
    scores_[i] = all(i, pick);
  }
  x_ = x_(Eigen::all, best).eval();
  values_ = values(Eigen::all, best);
}

void SubproblemSearch::generation(const VectorFunction& function,
                                  const SubproblemScores& scores,
                                  Context& context) {
  constexpr double kLocal = 0.8;
  const Index n = x_.cols();
  const Box box = unit_box(x_.rows());
  const PolynomialMutation mutation(box, {});
  const DifferentialOptions step{.repair = Repair::clamp};
  Matrix children(x_.rows(), n);
  Draws draws;
  for (Index i = 0; i < n; ++i) {
    draws.restart(rng_.child(Purpose::variation, pack(static_cast<std::uint32_t>(generation_),
                                                      static_cast<std::uint32_t>(i))));
    const bool local = draws.next() < kLocal;
    const auto parent = [&] {
      return local ? static_cast<Index>(neighbours_(draws.below(neighbours_.rows()), i))
                   : draws.below(n);
    };
    const Index a = parent();
    const Index b = parent();
    operators::differential({x_.col(i).data(), x_.col(a).data(), x_.col(b).data()}, box, step,
                            draws, children.col(i).data());
    mutation(box, draws, children.col(i).data());
  }
  Matrix values(values_.rows(), n);
  evaluate_in_chunks(function, children, values, context);
  Matrix all(n, n);
  scores(values, all);
  for (Index j = 0; j < n; ++j) {
    replace(j, children, values, all.col(j));
  }
  ++generation_;
}

void SubproblemSearch::replace(Index child, MatrixIn children, MatrixIn values, VectorIn scores) {
  Index place = 0;
  for (Index i = 1; i < scores.size(); ++i) {
    place = scores[i] - scores_[i] > scores[place] - scores_[place] ? i : place;
  }
  Index left = std::max<Index>(1, neighbours_.rows() / 10);
  for (Index t = 0; t < neighbours_.rows() && left > 0; ++t) {
    const auto i = static_cast<Index>(neighbours_(t, place));
    if (scores[i] > scores_[i]) {
      x_.col(i) = children.col(child);
      values_.col(i) = values.col(child);
      scores_[i] = scores[i];
      --left;
    }
  }
}

void SubproblemSearch::persist(StateIo& io) {
  io("population", options_.population);
  io("generations", options_.generations);
  io("outputs", outputs_);
  io("rng", rng_);
  io("generation", generation_);
  io("neighbours", neighbours_);
  io("x", x_);
  io("values", values_);
  io("scores", scores_);
}

}  // namespace vilfredo
