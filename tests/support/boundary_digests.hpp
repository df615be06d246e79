// What a run looks like at each of its boundaries, and the resume law on it.
#pragma once

#include <vilfredo/core/run.hpp>

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>

namespace boundary_digests {

using namespace vilfredo;

/// Everything that must be equal at a boundary, by iteration; wall time left out.
using Digests = std::map<std::uint64_t, std::string>;

inline std::string digest(const RunView& view) {
  StateIo io = StateIo::writer();
  Population population = view.population;
  std::map<std::string, double> metrics = view.metrics;
  std::uint64_t evaluations = view.evaluations;
  std::uint64_t cost = view.cost;
  io("population", population);
  io("metrics", metrics);
  io("evaluations", evaluations);
  io("cost", cost);
  return io.bytes();
}

inline Digests rest_of(Run& run) {
  Digests out;
  while (run.advance()) {
    out.emplace(run.view().iterations, digest(run.view()));
  }
  return out;
}

template <class S, class World>
Digests of(const World& world, const typename S::Options& solver, const RunOptions& options) {
  Run run(AnySolver(S(world.info(), solver)), world, options);
  return rest_of(run);
}

/// Interrupts before and after every `stride`-th boundary, saves, loads into a fresh run and
/// compares every later boundary.
template <class S, class World>
void expect_resumable(const World& world,
                      const typename S::Options& solver,
                      const RunOptions& options,
                      std::uint64_t stride) {
  const Digests expected = of<S>(world, solver, options);
  ASSERT_GT(expected.size(), 2 * stride);
  for (std::uint64_t stop = 0; stop < expected.size(); stop += stride) {
    Run first(AnySolver(S(world.info(), solver)), world, options);
    for (std::uint64_t i = 0; i < stop; ++i) {
      first.advance();
    }
    StateIo out = StateIo::writer();
    first.persist(out);
    Run second(AnySolver(S(world.info(), solver)), world, options);
    StateIo in = StateIo::reader(out.bytes());
    second.persist(in);
    const Digests later = rest_of(second);
    ASSERT_EQ(later.size() + stop, expected.size());
    for (const auto& [iteration, text] : later) {
      ASSERT_EQ(text, expected.at(iteration)) << "stopped after " << stop << ", at " << iteration;
    }
  }
}

}  // namespace boundary_digests
