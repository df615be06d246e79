#include <vilfredo/core/dominance.hpp>
#include <vilfredo/core/error.hpp>
#include <vilfredo/core/pareto_archive.hpp>
#include <vilfredo/core/rng.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace vilfredo {
namespace {

/// The definition: a list, and every comparison.
class ListedArchive {
 public:
  bool insert(Id id, const Vector& f) {
    for (const auto& [other, member] : members_) {
      if (weakly_dominates(member.data(), f.data(), f.size())) {
        return false;
      }
    }
    std::erase_if(members_, [&f](const auto& entry) {
      return weakly_dominates(f.data(), entry.second.data(), f.size());
    });
    members_.emplace(id, f);
    return true;
  }

  void remove(Id id) { members_.erase(id); }

  [[nodiscard]] const std::map<Id, Vector>& members() const { return members_; }

 private:
  std::map<Id, Vector> members_;
};

/// Writes down what it is told, and checks that it makes sense.
class Witness final : public ArchiveListener {
 public:
  void inserted(Id id, std::span<const double> f) override {
    told.push_back("+" + std::to_string(id));
    ASSERT_TRUE(members.emplace(id, std::vector<double>(f.begin(), f.end())).second);
  }

  void removed(Id id, std::span<const double> f) override {
    told.push_back("-" + std::to_string(id));
    ASSERT_EQ(members.at(id), std::vector<double>(f.begin(), f.end()));
    members.erase(id);
  }

  std::map<Id, std::vector<double>> members;
  std::vector<std::string> told;
};

enum class Shape { lattice, front, converging, skewed, scaled, clustered };

constexpr Shape kShapes[] = {Shape::lattice, Shape::front,  Shape::converging,
                             Shape::skewed,  Shape::scaled, Shape::clustered};

Vector point(Shape shape, Index n_obj, double progress, Rng& rng) {
  Vector f(n_obj);
  for (double& value : f) {
    value = shape == Shape::lattice ? static_cast<double>(rng.below(6)) : std::abs(rng.normal());
  }
  if (shape == Shape::lattice) {
    return f;
  }
  f /= f.norm();
  switch (shape) {
    case Shape::converging:
      f *= 1 + 3 * std::exp(-4 * progress) * rng.uniform();
      break;
    case Shape::skewed:
      f = f.array().pow(12).matrix();
      break;
    case Shape::scaled:
      for (Index k = 0; k < n_obj; ++k) {
        f[k] = f[k] * std::pow(10.0, static_cast<double>(100 - 60 * k)) - (k == 1 ? 1e9 : 0);
      }
      break;
    case Shape::clustered:
      f = f.array().round().matrix() + 1e-3 * f;
      break;
    default:
      break;
  }
  return f;
}

Id random_member(const std::map<Id, Vector>& members, Rng& rng) {
  auto at = members.begin();
  std::advance(at, static_cast<std::ptrdiff_t>(rng.below(members.size())));
  return at->first;
}

void expect_same(const ParetoArchive& archive, const std::map<Id, Vector>& expected) {
  ASSERT_EQ(archive.size(), static_cast<Index>(expected.size()));
  for (Index j = 0; j < archive.size(); ++j) {
    const Id id = archive.ids()[static_cast<std::size_t>(j)];
    ASSERT_TRUE(expected.contains(id));
    ASSERT_EQ(Vector(archive.f().col(j)), expected.at(id));
    ASSERT_EQ(archive.x()(0, j), static_cast<double>(id));
    ASSERT_EQ(archive.x()(1, j), -static_cast<double>(id));
  }
}

TEST(ParetoArchive, AgreesWithTheDefinitionUnderInsertionAndRemoval) {
  for (const Index n_obj : {1, 2, 3, 4, 5, 8, 20}) {
    for (const Shape shape : kShapes) {
      Rng rng(static_cast<std::uint64_t>(shape), Purpose::user, static_cast<std::uint64_t>(n_obj));
      ParetoArchive archive(n_obj, 2);
      ListedArchive listed;
      Witness witness;
      archive.attach(witness);
      constexpr Id kPoints = 1500;
      for (Id id = 0; id < kPoints; ++id) {
        if (id > 600 && rng.below(3) == 0 && !listed.members().empty()) {
          const Id gone = random_member(listed.members(), rng);
          ASSERT_TRUE(archive.remove(gone));
          ASSERT_FALSE(archive.remove(gone));
          listed.remove(gone);
        }
        const Vector f = point(shape, n_obj, static_cast<double>(id) / kPoints, rng);
        const double x[] = {static_cast<double>(id), -static_cast<double>(id)};
        ASSERT_EQ(archive.insert(id, f.data(), x), listed.insert(id, f))
            << n_obj << " objectives, shape " << static_cast<int>(shape) << ", point " << id;
        ASSERT_EQ(archive.size(), static_cast<Index>(listed.members().size()));
        if (id % 300 == 0) {
          expect_same(archive, listed.members());
        }
      }
      expect_same(archive, listed.members());
      ASSERT_EQ(witness.members.size(), listed.members().size());
      while (!listed.members().empty()) {
        const Id gone = random_member(listed.members(), rng);
        ASSERT_TRUE(archive.remove(gone));
        listed.remove(gone);
      }
      ASSERT_EQ(archive.size(), 0);
      ASSERT_TRUE(witness.members.empty());
    }
  }
}

TEST(ParetoArchive, GoesOnAfterSavingAsIfNothingHadHappened) {
  for (const Index n_obj : {1, 2, 3, 5}) {
    for (const Shape shape : kShapes) {
      Rng rng(99, Purpose::user, static_cast<std::uint64_t>(n_obj));
      ParetoArchive original(n_obj, 1);
      ParetoArchive loaded(n_obj, 1);
      Witness first;
      Witness second;
      constexpr Id kPoints = 3000;
      for (Id id = 0; id < kPoints; ++id) {
        if (id == kPoints / 2) {
          StateIo out = StateIo::writer();
          out("archive", original);
          StateIo in = StateIo::reader(out.bytes());
          in("archive", loaded);
          original.attach(first);
          loaded.attach(second);
        }
        const Vector f = point(shape, n_obj, static_cast<double>(id) / kPoints, rng);
        const auto x = static_cast<double>(id);
        const bool entered = original.insert(id, f.data(), &x);
        const bool removes = rng.below(5) == 0 && original.size() > 0;
        const Id gone = removes ? original.ids()[rng.below(original.ids().size())] : 0;
        if (removes) {
          original.remove(gone);
        }
        if (id >= kPoints / 2) {
          ASSERT_EQ(loaded.insert(id, f.data(), &x), entered);
          if (removes) {
            ASSERT_TRUE(loaded.remove(gone));
          }
        }
      }
      EXPECT_EQ(first.told, second.told);
      EXPECT_EQ(original.ids(), loaded.ids());
      EXPECT_EQ(Matrix(original.f()), Matrix(loaded.f()));
      EXPECT_EQ(Matrix(original.x()), Matrix(loaded.x()));
    }
  }
}

TEST(ParetoArchive, KeepsTheFirstOfEqualVectors) {
  for (const Index n_obj : {1, 2, 3}) {
    ParetoArchive archive(n_obj, 0);
    const Vector zero = Vector::Zero(n_obj);
    const Vector minus_zero = -zero;
    EXPECT_TRUE(archive.insert(4, zero.data(), nullptr));
    EXPECT_FALSE(archive.insert(5, zero.data(), nullptr));
    EXPECT_FALSE(archive.insert(6, minus_zero.data(), nullptr));
    EXPECT_EQ(archive.ids(), std::vector<Id>{4});
  }
}

TEST(ParetoArchive, AnnouncesRemovalsInListedOrderBeforeTheInsertion) {
  for (const Index n_obj : {2, 3}) {
    ParetoArchive archive(n_obj, 0);
    Witness witness;
    archive.attach(witness);
    for (Id id = 0; id < 50; ++id) {
      Vector f = Vector::Constant(n_obj, 100);
      f[0] = 100 + static_cast<double>(id * 7 % 50);
      f[1] = 200 - f[0];
      ASSERT_TRUE(archive.insert(id, f.data(), nullptr));
    }
    witness.told.clear();
    std::vector<std::string> expected;
    for (const Id id : archive.ids()) {
      expected.push_back("-" + std::to_string(id));
    }
    expected.emplace_back("+50");
    const Vector best = Vector::Zero(n_obj);
    ASSERT_TRUE(archive.insert(50, best.data(), nullptr));
    EXPECT_EQ(witness.told, expected);
  }
}

TEST(ParetoArchive, ListsTheSetAloneWhenSorted) {
  Rng rng(5, Purpose::user, 0);
  ParetoArchive forwards(3, 0);
  ParetoArchive backwards(3, 0);
  Matrix f(3, 400);
  for (Index j = 0; j < f.cols(); ++j) {
    f.col(j) = point(Shape::front, 3, 1, rng);
  }
  for (Index j = 0; j < f.cols(); ++j) {
    forwards.insert(static_cast<Id>(j), f.col(j).data(), nullptr);
    const Index last = f.cols() - 1 - j;
    backwards.insert(static_cast<Id>(last), f.col(last).data(), nullptr);
  }
  const std::vector<Index> one = forwards.sorted();
  const std::vector<Index> other = backwards.sorted();
  EXPECT_EQ(Matrix(forwards.f()(Eigen::all, one)), Matrix(backwards.f()(Eigen::all, other)));
  for (std::size_t j = 1; j < one.size(); ++j) {
    EXPECT_LT(forwards.f()(0, one[j - 1]), forwards.f()(0, one[j]));
  }
}

TEST(ParetoArchive, TakesTheLargestAndTheSmallestNumbers) {
  constexpr double kMax = std::numeric_limits<double>::max();
  constexpr double kTiny = std::numeric_limits<double>::denorm_min();
  for (const Index n_obj : {2, 3, 4}) {
    ParetoArchive archive(n_obj, 0);
    ListedArchive listed;
    Rng rng(1, Purpose::user, 0);
    const double values[] = {-kMax, -1e300, -1, -kTiny, 0, kTiny, 1e-300, 1, 1e300, kMax};
    for (Id id = 0; id < 2000; ++id) {
      Vector f(n_obj);
      for (double& value : f) {
        value = values[rng.below(std::size(values))];
      }
      ASSERT_EQ(archive.insert(id, f.data(), nullptr), listed.insert(id, f));
    }
    ASSERT_EQ(archive.size(), static_cast<Index>(listed.members().size()));
  }
}

TEST(ParetoArchive, RefusesStateWhosePartsDisagree) {
  ParetoArchive two(2, 1);
  const double f[] = {1, 2};
  two.insert(1, f, f);
  StateIo out = StateIo::writer();
  out("archive", two);
  StateIo in = StateIo::reader(out.bytes());
  ParetoArchive three(3, 1);
  try {
    in("archive", three);
    FAIL() << "must throw";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::store_damaged);
  }
}

}  // namespace
}  // namespace vilfredo
