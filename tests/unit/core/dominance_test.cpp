#include <vilfredo/core/dominance.hpp>
#include <vilfredo/core/population.hpp>
#include <vilfredo/core/rng.hpp>

#include <gtest/gtest.h>

#include <set>

namespace vilfredo {
namespace {

/// Points on a coarse grid, so that ties and duplicates are common.
Matrix rounded_points(Index n_obj, Index n, std::uint64_t seed) {
  Rng rng(seed, Purpose::user, 0);
  Matrix f(n_obj, n);
  for (Index j = 0; j < n; ++j) {
    for (Index k = 0; k < n_obj; ++k) {
      f(k, j) = static_cast<double>(rng.below(7));
    }
  }
  return f;
}

bool dominates(const Matrix& f, Index a, Index b) {
  return (f.col(a).array() <= f.col(b).array()).all() &&
         (f.col(a).array() < f.col(b).array()).any();
}

TEST(NonDominated, AgreesWithTheDefinition) {
  for (const Index n_obj : {1, 2, 3, 5}) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const Matrix f = rounded_points(n_obj, 40, seed);
      std::vector<Index> expected;
      for (Index j = 0; j < f.cols(); ++j) {
        bool kept = true;
        for (Index i = 0; i < f.cols(); ++i) {
          kept = kept && !dominates(f, i, j);
        }
        if (kept) {
          expected.push_back(j);
        }
      }
      ASSERT_EQ(non_dominated(f, Duplicates::keep), expected);
      std::set<std::vector<double>> seen;
      std::vector<Index> unique;
      for (const Index j : expected) {
        if (seen.insert(std::vector<double>(f.col(j).begin(), f.col(j).end())).second) {
          unique.push_back(j);
        }
      }
      ASSERT_EQ(non_dominated(f, Duplicates::first_only), unique);
    }
  }
}

TEST(NonDominatedRanks, AgreeWithPeelingFrontByFront) {
  for (const Index n_obj : {1, 2, 3, 4}) {
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      const Matrix f = rounded_points(n_obj, 60, seed);
      const std::vector<Index> rank = non_dominated_ranks(f);
      std::vector<Index> expected(60, -1);
      for (Index level = 0, done = 0; done < f.cols(); ++level) {
        std::vector<Index> front;
        for (Index j = 0; j < f.cols(); ++j) {
          bool free = expected[static_cast<std::size_t>(j)] < 0;
          for (Index i = 0; free && i < f.cols(); ++i) {
            free = !(expected[static_cast<std::size_t>(i)] < 0 && dominates(f, i, j));
          }
          if (free) {
            front.push_back(j);
          }
        }
        for (const Index j : front) {
          expected[static_cast<std::size_t>(j)] = level;
        }
        done += static_cast<Index>(front.size());
      }
      ASSERT_EQ(rank, expected);
    }
  }
}

TEST(ScoredMembers, PrefersFeasibleThenLeastInfeasible) {
  ProblemInfo info;
  info.n_var = 1;
  info.n_obj = 2;
  info.n_con = 1;
  Population p;
  p.resize(1, 2, 1, 4);
  p.f << 1, 2, 0, std::nan(""), 1, 0, 0, 0;
  p.g << 0, 0, 5, 0;
  p.ids = {1, 2, 3, 4};
  Scored scored = scored_members(p, info);
  EXPECT_TRUE(scored.feasible);
  EXPECT_EQ(scored.members.ids, (std::vector<Id>{1, 2}));
  p.g << 3, 2, 5, 0;
  scored = scored_members(p, info);
  EXPECT_FALSE(scored.feasible);
  EXPECT_EQ(scored.members.ids, (std::vector<Id>{2}));
}

}  // namespace
}  // namespace vilfredo
