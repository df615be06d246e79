// What the tests of pagmo's solvers share.
#pragma once

#include "toy_problems.hpp"
#include "vilfredo/core/registry.hpp"
#include "vilfredo/core/run.hpp"
#include "vilfredo/interop/pagmo/registry.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <string>
#include <vector>

namespace vilfredo::interop {

inline const SolverRegistry& registry() {
  static const SolverRegistry all = [] {
    SolverRegistry out;
    register_pagmo_solvers(out);
    return out;
  }();
  return all;
}

/// Small enough for a run of a few hundred evaluations: 20 individuals.
inline Value small(const std::string& solver) {
  Value::Object params{{"population", 20}};
  if (solver == "pagmo_moead") {
    params.emplace_back("neighbours", 5);
  }
  if (solver == "pagmo_maco") {
    params.emplace_back("kernel", 8);
  }
  return params;
}

inline AnySolver make(const std::string& solver, const AnyProblem& problem) {
  return registry().make(solver, problem.info(), small(solver));
}

inline void expect_same_bits(const Matrix& a, const Matrix& b) {
  ASSERT_EQ(a.rows(), b.rows());
  ASSERT_EQ(a.cols(), b.cols());
  for (Index i = 0; i < a.size(); ++i) {
    ASSERT_EQ(std::bit_cast<std::uint64_t>(a.data()[i]), std::bit_cast<std::uint64_t>(b.data()[i]));
  }
}

inline void expect_same(const Population& a, const Population& b) {
  expect_same_bits(a.x, b.x);
  expect_same_bits(a.f, b.f);
  expect_same_bits(a.g, b.g);
  EXPECT_EQ(a.ids, b.ids);
}

/// Writes down every evaluated column; ids of a stepper are numbers of evaluations.
class Recorder : public Observer {
 public:
  void evaluated(const Told& told, Index granted) override {
    for (Index j = 0; j < granted; ++j) {
      EXPECT_EQ(told.ids[static_cast<std::size_t>(j)], x.size());
      x.emplace_back(told.x.col(j));
      f.emplace_back(told.f.col(j));
    }
  }

  void expect_members(const Population& population) const {
    for (Index j = 0; j < population.size(); ++j) {
      const Id id = population.ids[static_cast<std::size_t>(j)];
      ASSERT_LT(id, x.size());
      ASSERT_EQ(population.x.col(j), x[id]);
      ASSERT_EQ(population.f.col(j), f[id]);
    }
  }

  std::vector<Vector> x;
  std::vector<Vector> f;
};

}  // namespace vilfredo::interop
