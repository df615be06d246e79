#include "vilfredo/algorithms/compression/measurement.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <vector>

namespace vilfredo {

int fidelity_for(const ProblemInfo& info, std::uint64_t tokens) {
  int best = info.final_level();
  if (tokens == 0) {
    return best;
  }
  for (int level = best; level >= 0; --level) {
    const std::uint64_t cost = info.level_cost[static_cast<std::size_t>(level)];
    if (cost >= tokens && cost <= info.level_cost[static_cast<std::size_t>(best)]) {
      best = level;
    }
  }
  return best;
}

Matrix single_unit_genomes(const LevelSpace& space) {
  Vector largest(space.units());
  Index columns = 1;
  for (Index u = 0; u < space.units(); ++u) {
    largest[u] = space.level(u, space.level_count(u) - 1);
    columns += space.level_count(u) - 1;
  }
  Matrix out(space.units(), columns);
  out.colwise() = largest;
  Index column = 1;
  for (Index u = 0; u < space.units(); ++u) {
    for (int rank = 0; rank + 1 < space.level_count(u); ++rank) {
      out(u, column++) = space.level(u, rank);
    }
  }
  return out;
}

LevelErrors single_unit_errors(const LevelSpace& space, const Told& told, Index damage) {
  const double dense = told.ok(0) ? told.f(damage, 0) : 0.0;
  LevelErrors out(static_cast<std::size_t>(space.units()));
  Index column = 1;
  for (Index u = 0; u < space.units(); ++u) {
    std::vector<double>& of_unit = out[static_cast<std::size_t>(u)];
    of_unit.assign(static_cast<std::size_t>(space.level_count(u)), 0.0);
    for (int rank = 0; rank + 1 < space.level_count(u); ++rank, ++column) {
      of_unit[static_cast<std::size_t>(space.level(u, rank))] =
          told.ok(column) ? told.f(damage, column) - dense
                          : std::numeric_limits<double>::infinity();
    }
  }
  return out;
}

void Finalists::add(VectorIn levels) {
  for (Index j = 0; j < count_; ++j) {
    if (x_.col(j) == levels) {
      return;
    }
  }
  if (x_.cols() == count_) {
    x_.conservativeResize(levels.size(), std::max<Index>(8, 2 * count_));
  }
  x_.col(count_++) = levels;
}

Ask Finalists::ask(Context& context, const ProblemInfo& info) const {
  Ask ask = context.new_ask(count_);
  ask.x = x_.leftCols(count_);
  if (info.stochastic) {
    ask.sample = kScoringSample;
  }
  return ask;
}

Population Finalists::scored(const Told& told) {
  std::vector<Index> sound;
  for (Index j = 0; j < told.size(); ++j) {
    if (told.ok(j)) {
      sound.push_back(j);
    }
  }
  Population all;
  all.x = told.x;
  all.f = told.f;
  all.g = told.g;
  all.ids = told.ids;
  return all.select(sound);
}

void Finalists::persist(StateIo& io) {
  Matrix filled = x_.leftCols(count_);
  io("x", filled);
  io("count", count_);
  x_ = filled;
}

}  // namespace vilfredo
