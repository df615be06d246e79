#include "vilfredo/core/population.hpp"

#include "vilfredo/core/dominance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vilfredo {

void Population::resize(Index n_var, Index n_obj, Index n_con, Index n) {
  x.resize(n_var, n);
  f.resize(n_obj, n);
  g.resize(n_con, n);
  ids.resize(static_cast<std::size_t>(n));
}

Population Population::select(const std::vector<Index>& columns) const {
  Population out;
  out.format = format;
  out.resize(x.rows(), f.rows(), g.rows(), static_cast<Index>(columns.size()));
  for (std::size_t j = 0; j < columns.size(); ++j) {
    const auto to = static_cast<Index>(j);
    if (x.cols() == f.cols()) {
      out.x.col(to) = x.col(columns[j]);
    }
    out.f.col(to) = f.col(columns[j]);
    if (g.cols() == f.cols()) {
      out.g.col(to) = g.col(columns[j]);
    }
    out.ids[j] = ids[static_cast<std::size_t>(columns[j])];
  }
  return out;
}

void Population::persist(StateIo& io) {
  io("x", x);
  io("f", f);
  io("g", g);
  io("ids", ids);
  io("format", format);
}

Scored scored_members(const Population& population, const ProblemInfo& info) {
  std::vector<Index> feasible;
  std::vector<Index> least;
  double best = std::numeric_limits<double>::infinity();
  for (Index j = 0; j < population.size(); ++j) {
    if (!population.f.col(j).allFinite()) {
      continue;
    }
    const double violation =
        population.g.rows() == 0 ? 0.0 : info.violation(population.g.col(j).data());
    if (violation == 0) {
      feasible.push_back(j);
    } else if (violation < best) {
      best = violation;
      least.assign(1, j);
    } else if (violation == best) {
      least.push_back(j);
    }
  }
  const bool any = !feasible.empty();
  const std::vector<Index>& candidates = any ? feasible : least;
  Population chosen = population.select(candidates);
  return {chosen.select(non_dominated(chosen.f, Duplicates::first_only)), any};
}

}  // namespace vilfredo
