#include "reference_set.hpp"

#include <vilfredo/core/dominance.hpp>
#include <vilfredo/core/run.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

namespace vilfredo {

namespace {

struct Contributor {
  const char* solver;
  const char* params;
};

// MOEA/D reaches the extremes, NSGA-II the irregular parts; the scales of RE need normalising.
constexpr Contributor kContributors[] = {
    {"moead", R"({"population": 300, "normalisation": "minmax_nondominated"})"},
    {"moead_de",
     R"({"population": 300, "repair": "clamp", "normalisation": "minmax_nondominated"})"},
    {"pagmo_nsga2", R"({"population": 400, "crossover_eta": 20, "mutation_probability": 0.2,
                        "mutation_eta": 20})"}};

Matrix joined(const std::vector<Matrix>& fronts, Index n_obj) {
  Index columns = 0;
  for (const Matrix& front : fronts) {
    columns += front.cols();
  }
  Matrix all(n_obj, columns);
  Index at = 0;
  for (const Matrix& front : fronts) {
    all.middleCols(at, front.cols()) = front;
    at += front.cols();
  }
  return all;
}

Matrix selected(const Matrix& front, const std::vector<Index>& columns) {
  Matrix out(front.rows(), static_cast<Index>(columns.size()));
  for (std::size_t j = 0; j < columns.size(); ++j) {
    out.col(static_cast<Index>(j)) = front.col(columns[j]);
  }
  return out;
}

Matrix sorted(const Matrix& front) {
  std::vector<Index> order(static_cast<std::size_t>(front.cols()));
  std::iota(order.begin(), order.end(), Index{0});
  std::ranges::sort(order, [&](Index a, Index b) {
    return std::lexicographical_compare(front.col(a).begin(), front.col(a).end(),
                                        front.col(b).begin(), front.col(b).end());
  });
  return selected(front, order);
}

}  // namespace

std::vector<Index> spread_subset(MatrixIn front, Index count) {
  const Index n = front.cols();
  std::vector<Index> chosen;
  if (n <= count) {
    chosen.resize(static_cast<std::size_t>(n));
    std::iota(chosen.begin(), chosen.end(), Index{0});
    return chosen;
  }
  const Vector low = front.rowwise().minCoeff();
  const Vector high = front.rowwise().maxCoeff();
  std::vector<double> distance(static_cast<std::size_t>(n),
                               std::numeric_limits<double>::infinity());
  const auto choose = [&](Index column) {
    chosen.push_back(column);
    for (Index j = 0; j < n; ++j) {
      double squared = 0;
      for (Index k = 0; k < front.rows(); ++k) {
        const double range = high[k] > low[k] ? high[k] - low[k] : 1.0;
        const double gap = (front(k, j) - front(k, column)) / range;
        squared += gap * gap;
      }
      double& nearest = distance[static_cast<std::size_t>(j)];
      nearest = std::min(nearest, squared);
    }
  };
  for (Index k = 0; k < front.rows(); ++k) {
    Index best = 0;
    front.row(k).minCoeff(&best);
    if (std::ranges::find(chosen, best) == chosen.end()) {
      choose(best);
    }
  }
  while (static_cast<Index>(chosen.size()) < count) {
    choose(std::ranges::max_element(distance) - distance.begin());
  }
  std::ranges::sort(chosen);
  return chosen;
}

ReferenceSet make_reference_set(const Registries& registries,
                                const std::string& problem,
                                const ReferenceSetOptions& options) {
  const AnyProblem one = registries.problems.make(problem);
  if (one.info().stochastic) {
    throw Error(Errc::unsupported, "the front of a noisy problem is no union of noisy runs")
        .with("problem", problem);
  }
  std::vector<Matrix> fronts;
  std::string solvers;
  for (const Contributor& contributor : kContributors) {
    for (std::uint64_t seed = 1; seed <= options.seeds; ++seed) {
      AnySolver solver =
          registries.solvers.make(contributor.solver, one.info(), json_value(contributor.params));
      RunOptions run_options;
      run_options.max_evaluations = options.evaluations;
      run_options.seed = seed;
      // In two objectives the archive stays small and knows more than the last population.
      run_options.archive = one.info().n_obj == 2;
      const RunResult result = run(solver, one, run_options);
      fronts.push_back(run_options.archive ? result.archive.f : result.final.f);
    }
    solvers += fmt::format("{}{}", solvers.empty() ? "" : ", ", contributor.solver);
  }
  const Matrix all = joined(fronts, one.info().n_obj);
  const Matrix best = sorted(selected(all, non_dominated(all, Duplicates::first_only)));
  ReferenceSet out;
  out.problem = problem;
  out.found = best.cols();
  out.front = selected(best, spread_subset(best, options.points));
  out.description = fmt::format("union of {} runs each of {}, {} evaluations a run, seeds 1 to {}",
                                options.seeds, solvers, options.evaluations, options.seeds);
  return out;
}

}  // namespace vilfredo
