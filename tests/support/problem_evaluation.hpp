// Evaluating problems in tests: values as plain matrices, random solutions of the declared kinds.
#pragma once

#include <vilfredo/core/problem.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

namespace vilfredo::testing {

struct Values {
  Matrix f;
  Matrix g;
};

/// Streams as a run gives them: by id.
inline std::vector<Rng> noise_streams(const std::vector<Id>& ids) {
  std::vector<Rng> out;
  for (const Id id : ids) {
    out.emplace_back(0x5eed, Purpose::noise, id);
  }
  return out;
}

/// At the final level; column j of a noisy problem takes the stream of ids[j].
inline Values evaluate(const AnyProblem& problem, MatrixIn x, const std::vector<Id>& ids) {
  const ProblemInfo& info = problem.info();
  Values out{Matrix::Constant(info.n_obj, x.cols(), -7e77),
             Matrix::Constant(info.n_con, x.cols(), -7e77)};
  std::vector<Rng> streams;
  if (info.stochastic) {
    streams = noise_streams(ids);
  }
  problem.evaluate(x, {.level = info.final_level(), .streams = streams}, {out.f, out.g});
  return out;
}

inline Values evaluate(const AnyProblem& problem, MatrixIn x) {
  std::vector<Id> ids(static_cast<std::size_t>(x.cols()));
  std::iota(ids.begin(), ids.end(), Id{0});
  return evaluate(problem, x, ids);
}

inline double random_value(const ProblemInfo& info, Index i, Rng& rng) {
  const double low = info.lower[i];
  const double high = info.upper[i];
  if (info.kind(i) == VarKind::real) {
    return rng.uniform(low, high);
  }
  return low + static_cast<double>(rng.index_below(static_cast<Index>(high - low) + 1));
}

/// `n` columns inside the box, whole and permuted where declared.
inline Matrix random_solutions(const ProblemInfo& info, Index n, std::uint64_t seed) {
  Matrix x(info.n_var, n);
  for (Index j = 0; j < n; ++j) {
    Rng rng(seed, Purpose::design, static_cast<std::uint64_t>(j));
    for (Index i = 0; i < info.n_var; ++i) {
      x(i, j) = random_value(info, i, rng);
    }
    for (const PermutationBlock& block : info.permutations) {
      std::vector<Index> order(static_cast<std::size_t>(block.size));
      std::iota(order.begin(), order.end(), Index{0});
      rng.shuffle(order);
      for (Index i = 0; i < block.size; ++i) {
        x(block.first + i, j) = static_cast<double>(order[static_cast<std::size_t>(i)]);
      }
    }
  }
  return x;
}

}  // namespace vilfredo::testing
