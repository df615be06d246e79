#include <gtest/gtest.h>
#include <vilfredo/core/dominance.hpp>
#include <vilfredo/core/pareto_archive.hpp>
#include <vilfredo/core/population.hpp>
#include <vilfredo/core/rng.hpp>

#include <map>
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
  return (f.col(a).array() <= f.col(b).array()).all() && (f.col(a).array() < f.col(b).array()).any();
}

class Mirror final : public ArchiveListener {
 public:
  void inserted(Id id, std::span<const double> f) override {
    ASSERT_TRUE(members.emplace(id, std::vector<double>(f.begin(), f.end())).second);
  }
  void removed(Id id, std::span<const double> f) override {
    ASSERT_EQ(members.at(id), std::vector<double>(f.begin(), f.end()));
    members.erase(id);
  }
  std::map<Id, std::vector<double>> members;
};

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

TEST(ParetoArchive, HoldsTheNonDominatedPointsAndTellsItsListeners) {
  for (const Index n_obj : {2, 3, 4}) {
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      const Matrix f = rounded_points(n_obj, 300, seed);
      ParetoArchive archive(n_obj, 1);
      Mirror mirror;
      archive.attach(mirror);
      for (Index j = 0; j < f.cols(); ++j) {
        const auto x = static_cast<double>(j);
        archive.insert(static_cast<Id>(j), f.col(j).data(), &x);
      }
      std::set<Id> expected;
      for (const Index j : non_dominated(f, Duplicates::first_only)) {
        expected.insert(static_cast<Id>(j));
      }
      ASSERT_EQ(std::set<Id>(archive.ids().begin(), archive.ids().end()), expected);
      ASSERT_EQ(mirror.members.size(), expected.size());
      for (Index j = 0; j < archive.size(); ++j) {
        const Id id = archive.ids()[static_cast<std::size_t>(j)];
        ASSERT_EQ(archive.x()(0, j), static_cast<double>(id));
        ASSERT_EQ(archive.f().col(j), f.col(static_cast<Index>(id)));
        ASSERT_TRUE(mirror.members.contains(id));
      }
      const Id first = archive.ids().front();
      ASSERT_TRUE(archive.remove(first));
      ASSERT_FALSE(archive.remove(first));
      ASSERT_FALSE(mirror.members.contains(first));
    }
  }
}

TEST(ParetoArchive, SurvivesSaving) {
  ParetoArchive archive(2, 1);
  for (int i = 0; i < 5; ++i) {
    const double f[] = {static_cast<double>(i), static_cast<double>(-i)};
    archive.insert(static_cast<Id>(i), f, f);
  }
  StateIo out = StateIo::writer();
  out("archive", archive);
  ParetoArchive loaded(2, 1);
  StateIo in = StateIo::reader(out.bytes());
  in("archive", loaded);
  EXPECT_EQ(loaded.ids(), archive.ids());
  EXPECT_EQ(Matrix(loaded.f()), Matrix(archive.f()));
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
