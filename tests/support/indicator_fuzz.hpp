// Random calls of every indicator and of every plain function: any shape, magnitude and memory
// layout, and now and then a value that is not a number or not finite. See fuzz_indicators().
#pragma once

#include "fuzz_case.hpp"

#include <vilfredo/core/crowding_distance.hpp>
#include <vilfredo/core/dominance.hpp>
#include <vilfredo/core/error.hpp>
#include <vilfredo/core/nondominated_sorting.hpp>
#include <vilfredo/core/pareto_archive.hpp>
#include <vilfredo/indicators/anytime.hpp>
#include <vilfredo/indicators/attainment.hpp>
#include <vilfredo/indicators/box_decomposition.hpp>
#include <vilfredo/indicators/cone_hypervolume.hpp>
#include <vilfredo/indicators/coverage.hpp>
#include <vilfredo/indicators/distance.hpp>
#include <vilfredo/indicators/distribution.hpp>
#include <vilfredo/indicators/epsilon.hpp>
#include <vilfredo/indicators/expected_improvement.hpp>
#include <vilfredo/indicators/expected_utility.hpp>
#include <vilfredo/indicators/hypervolume.hpp>
#include <vilfredo/indicators/hypervolume_contributions.hpp>
#include <vilfredo/indicators/hypervolume_estimate.hpp>
#include <vilfredo/indicators/hypervolume_subset.hpp>
#include <vilfredo/indicators/incremental_hypervolume.hpp>
#include <vilfredo/indicators/incremental_hypervolume_nd.hpp>
#include <vilfredo/indicators/r2.hpp>
#include <vilfredo/indicators/r2_exact.hpp>
#include <vilfredo/indicators/registry.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <exception>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace vilfredo::test {

/// The numbers that a call gave; empty where it threw an Error.
using FuzzOutcome = std::optional<std::vector<double>>;

struct FuzzFunction {
  std::string name;
  std::function<std::vector<double>(const FuzzCase& c, MatrixIn front)> call;
  /// Whether finite arguments with columns, in one of the supported shapes, must give an answer.
  std::function<bool(const FuzzCase& c)> answers = [](const FuzzCase&) { return true; };
  bool takes_none = true;          ///< answers for no columns as well
  bool finite_for_columns = true;  ///< moderate finite arguments give finite numbers
};

namespace fuzz {

inline std::vector<double> numbers(double x) {
  return {x};
}

inline std::vector<double> numbers(const Vector& v) {
  return {v.begin(), v.end()};
}

inline std::vector<double> numbers(const IndicatorValue& v) {
  return {v.value, v.lower, v.upper};
}

inline std::vector<double> numbers(const Matrix& m) {
  return {m.data(), m.data() + m.size()};
}

inline std::vector<double> numbers(const std::vector<Index>& v) {
  return {v.begin(), v.end()};
}

inline bool positive(const FuzzCase& c) {
  return (c.front.array() > 0).all() && (c.reference_set.array() > 0).all();
}

inline bool many(const FuzzCase& c) {
  return c.n > 0;
}

inline std::function<bool(const FuzzCase&)> rows(Index least, Index most) {
  return [least, most](const FuzzCase& c) { return c.d >= least && c.d <= most; };
}

inline void add_volumes(std::vector<FuzzFunction>& out) {
  out.push_back({"hypervolume", [](const FuzzCase& c, MatrixIn f) {
                   return numbers(hypervolume(f, c.reference));
                 }});
  for (const DominatedPoints mode : {DominatedPoints::ignore, DominatedPoints::count}) {
    out.push_back({"hypervolume_contributions", [mode](const FuzzCase& c, MatrixIn f) {
                     return numbers(hypervolume_contributions(f, c.reference, mode));
                   }});
  }
  out.push_back(
      {"log_hypervolume",
       [](const FuzzCase& c, MatrixIn f) { return numbers(log_hypervolume(f, c.reference)); },
       [](const FuzzCase&) { return true; }, true, false});
  out.push_back({"hypervolume_monte_carlo", [](const FuzzCase& c, MatrixIn f) {
                   return numbers(hypervolume_monte_carlo(f, c.reference, {.samples = 20}));
                 }});
  out.push_back({"hypervolume_fpras", [](const FuzzCase& c, MatrixIn f) {
                   return numbers(
                       hypervolume_fpras(f, c.reference, {.epsilon = 0.5, .delta = 0.5}));
                 }});
  out.push_back({"greedy_hypervolume_subset", [](const FuzzCase& c, MatrixIn f) {
                   return numbers(greedy_hypervolume_subset(f, c.reference, 3));
                 }});
  out.push_back({"best_hypervolume_subset_2d",
                 [](const FuzzCase& c, MatrixIn f) {
                   return numbers(best_hypervolume_subset_2d(f, c.reference, 3));
                 },
                 rows(2, 2)});
  out.push_back({"cone_hypervolume",
                 [](const FuzzCase& c, MatrixIn f) {
                   return numbers(cone_hypervolume(f, c.reference, tilted_cone(c.d, 0.01)));
                 },
                 rows(1, 8)});
  out.push_back(
      {"coco_hypervolume",
       [](const FuzzCase& c, MatrixIn f) { return numbers(coco_hypervolume(f, c.ideal, c.nadir)); },
       [](const FuzzCase&) { return true; }, true, true});
  out.push_back({"undominated_boxes",
                 [](const FuzzCase& c, MatrixIn f) {
                   return numbers(undominated_boxes(f, c.reference).upper);
                 },
                 rows(1, 6)});
  out.push_back({"ExpectedHypervolumeImprovement",
                 [](const FuzzCase& c, MatrixIn f) {
                   const ExpectedHypervolumeImprovement ehvi(f, c.reference);
                   return numbers(ehvi(c.ideal, c.weights.col(0)));
                 },
                 rows(1, 6)});
}

inline void add_incremental(std::vector<FuzzFunction>& out) {
  out.push_back({"IncrementalHypervolume2D",
                 [](const FuzzCase& c, MatrixIn f) {
                   IncrementalHypervolume2D volume(c.reference);
                   for (Index j = 0; j < f.cols(); ++j) {
                     volume.insert(f(0, j), f(1, j));
                   }
                   return numbers(volume.value());
                 },
                 rows(2, 2)});
  out.push_back({"IncrementalHypervolume",
                 [](const FuzzCase& c, MatrixIn f) {
                   IncrementalHypervolume volume(c.reference);
                   const Matrix packed = f;
                   for (Index j = 0; j < f.cols(); ++j) {
                     volume.insert({packed.col(j).data(), static_cast<std::size_t>(c.d)});
                   }
                   return numbers(volume.value());
                 },
                 rows(3, 20)});
}

inline void add_utilities(std::vector<FuzzFunction>& out) {
  for (const R2Utility utility :
       {R2Utility::tchebycheff, R2Utility::weighted_sum, R2Utility::augmented_tchebycheff}) {
    const R2Settings settings{utility};
    out.push_back({"r2", [settings](const FuzzCase& c, MatrixIn f) {
                     return numbers(r2(f, c.weights, c.ideal, settings).value);
                   }});
    out.push_back({"r2_contributions",
                   [settings](const FuzzCase& c, MatrixIn f) {
                     return numbers(r2_contributions(f, c.weights, c.ideal, settings));
                   },
                   [](const FuzzCase&) { return true; }, true, false});
  }
  out.push_back({"r2_exact",
                 [](const FuzzCase& c, MatrixIn f) { return numbers(r2_exact(f, c.ideal)); },
                 rows(1, kExactR2MostObjectives)});
  out.push_back(
      {"r2_exact_contributions",
       [](const FuzzCase& c, MatrixIn f) { return numbers(r2_exact_contributions(f, c.ideal)); },
       rows(1, 6), true, false});
  out.push_back({"expected_utility", [](const FuzzCase& c, MatrixIn f) {
                   return numbers(expected_utility(f, c.weights));
                 }});
  out.push_back({"expected_utility_exact",
                 [](const FuzzCase&, MatrixIn f) { return numbers(expected_utility_exact(f)); },
                 rows(2, 2)});
  out.push_back(
      {"expected_utility_sampled",
       [](const FuzzCase&, MatrixIn f) { return numbers(expected_utility_sampled(f, 10, 1)); },
       many});
}

inline void add_distances(std::vector<FuzzFunction>& out) {
  out.push_back(
      {"igd", [](const FuzzCase& c, MatrixIn f) { return numbers(igd(f, c.reference_set, 2)); }});
  out.push_back({"igd_plus", [](const FuzzCase& c, MatrixIn f) {
                   return numbers(igd_plus(f, c.reference_set));
                 }});
  out.push_back({"gd",
                 [](const FuzzCase& c, MatrixIn f) { return numbers(gd(f, c.reference_set)); },
                 many, false});
  out.push_back({"gd_plus",
                 [](const FuzzCase& c, MatrixIn f) { return numbers(gd_plus(f, c.reference_set)); },
                 many, false});
  out.push_back({"averaged_hausdorff",
                 [](const FuzzCase& c, MatrixIn f) {
                   return numbers(averaged_hausdorff(f, c.reference_set,
                                                     std::numeric_limits<double>::infinity()));
                 },
                 many, false});
  out.push_back({"epsilon_additive", [](const FuzzCase& c, MatrixIn f) {
                   return numbers(epsilon_additive(f, c.reference_set));
                 }});
  out.push_back({"epsilon_multiplicative",
                 [](const FuzzCase& c, MatrixIn f) {
                   return numbers(epsilon_multiplicative(f, c.reference_set));
                 },
                 positive});
  out.push_back({"coverage", [](const FuzzCase& c, MatrixIn f) {
                   return numbers(coverage(f, c.reference_set));
                 }});
  out.push_back(
      {"spacing", [](const FuzzCase&, MatrixIn f) { return numbers(spacing(f)); }, many, false});
  out.push_back({"spread",
                 [](const FuzzCase& c, MatrixIn f) { return numbers(spread(f, c.reference_set)); },
                 [](const FuzzCase& c) { return many(c) && c.d == 2; }, false});
  out.push_back({"generalised_spread",
                 [](const FuzzCase& c, MatrixIn f) {
                   return numbers(generalised_spread(f, c.reference_set));
                 },
                 many, false});
  out.push_back(
      {"sparsity", [](const FuzzCase&, MatrixIn f) { return numbers(sparsity(f)); }, many, false});
}

inline void add_sets(std::vector<FuzzFunction>& out) {
  out.push_back({"attainment_surfaces",
                 [](const FuzzCase& c, MatrixIn f) {
                   std::vector<Matrix> runs = c.runs;
                   runs.emplace_back(f);
                   return numbers(attainment_surface(runs, 0.5));
                 },
                 rows(2, 3)});
  out.push_back({"attainment_contrast",
                 [](const FuzzCase& c, MatrixIn f) {
                   return numbers(attainment_contrast(c.runs, std::vector<Matrix>{f}).value);
                 },
                 rows(2, 3)});
  out.push_back({"attainment_difference",
                 [](const FuzzCase& c, MatrixIn f) {
                   return numbers(attainment_difference(c.runs, std::vector<Matrix>{f}).value);
                 },
                 rows(2, 2)});
  out.push_back({"vorobev_expectation",
                 [](const FuzzCase& c, MatrixIn f) {
                   std::vector<Matrix> runs = c.runs;
                   runs.emplace_back(f);
                   return numbers(vorobev_expectation(runs, c.reference).deviation);
                 },
                 [](const FuzzCase& c) { return (c.d == 2 || c.d == 3) && c.moderate(); }});
}

inline const std::vector<FuzzFunction>& functions() {
  static const std::vector<FuzzFunction> all = [] {
    std::vector<FuzzFunction> out;
    add_volumes(out);
    add_incremental(out);
    add_utilities(out);
    add_distances(out);
    add_sets(out);
    return out;
  }();
  return all;
}

inline FuzzOutcome outcome(const FuzzFunction& function, const FuzzCase& c, MatrixIn front) {
  try {
    return function.call(c, front);
  } catch (const Error& error) {
    EXPECT_FALSE(error.sentence().empty());
    EXPECT_TRUE(error.code() == Errc::invalid_argument || error.code() == Errc::unsupported)
        << function.name << ": " << error.what();
    return std::nullopt;
  }
}

inline bool same_bits(const FuzzOutcome& a, const FuzzOutcome& b) {
  if (a.has_value() != b.has_value()) {
    return false;
  }
  return !a.has_value() || std::ranges::equal(*a, *b, [](double x, double y) {
    return x == y || (std::isnan(x) && std::isnan(y));
  });
}

/// The same front as part of a larger matrix, as a span of rows, and with a stride inside columns.
inline void expect_no_layout_matters(const FuzzFunction& function,
                                     const FuzzCase& c,
                                     const FuzzOutcome& expected) {
  Matrix larger = Matrix::Constant(c.d + 3, c.n + 2, std::numeric_limits<double>::quiet_NaN());
  larger.block(2, 1, c.d, c.n) = c.front;
  EXPECT_TRUE(same_bits(outcome(function, c, larger.block(2, 1, c.d, c.n)), expected))
      << function.name << " of a block";
  const std::vector<double> rows(c.front.data(), c.front.data() + c.front.size());
  const std::span<const double> span(rows);
  EXPECT_TRUE(
      same_bits(outcome(function, c, Eigen::Map<const Matrix>(span.data(), c.d, c.n)), expected))
      << function.name << " of a span of points";
  const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> turned = c.front;
  EXPECT_TRUE(same_bits(outcome(function, c, turned), expected))
      << function.name << " of rows of objectives";
}

inline void expect_sense(const FuzzFunction& function, const FuzzCase& c) {
  const FuzzOutcome result = outcome(function, c, c.front);
  if (c.has_nan) {
    EXPECT_FALSE(result.has_value()) << function.name << " took a NaN";
  } else if (c.clean() && function.answers(c) && (c.n > 0 || function.takes_none)) {
    EXPECT_TRUE(result.has_value()) << function.name << " refused finite arguments";
  }
  if (result.has_value()) {
    for (const double x : *result) {
      EXPECT_FALSE(std::isnan(x)) << function.name;
      if (c.clean() && c.moderate() && c.n > 0 && function.finite_for_columns) {
        EXPECT_TRUE(std::isfinite(x)) << function.name << " gave " << x;
      }
    }
  }
  expect_no_layout_matters(function, c, result);
}

inline void expect_registry_sense(const FuzzCase& c) {
  static const IndicatorRegistry registry = [] {
    IndicatorRegistry r;
    register_builtin_indicators(r);
    return r;
  }();
  ReferenceFrame frame;
  frame.ideal = c.ideal;
  frame.nadir = c.nadir;
  frame.reference = c.reference;
  frame.reference_set = c.reference_set;
  for (const std::string& name : registry.names()) {
    SCOPED_TRACE(name);
    try {
      const IndicatorValue value = registry.make(name, frame)(c.front);
      EXPECT_FALSE(c.has_nan) << "took a NaN";
      EXPECT_FALSE(std::isnan(value.value));
      EXPECT_LE(value.lower, value.value);
      EXPECT_LE(value.value, value.upper);
    } catch (const Error& error) {
      EXPECT_TRUE(error.code() == Errc::invalid_argument || error.code() == Errc::unsupported)
          << error.what();
    }
  }
}

/// Sorting and filtering take infinities, but no NaN.
inline void expect_sorting_sense(const FuzzCase& c) {
  if (c.has_nan) {
    return;
  }
  const std::vector<Index> ranks = non_dominated_ranks(c.front);
  const std::vector<Index> best = non_dominated(c.front, Duplicates::keep);
  EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(ranks, Index{0})), best.size());
  for (Index j = 0; j < c.n; ++j) {
    Index expected = 0;
    for (Index i = 0; i < c.n; ++i) {
      if (compare(c.front.col(i).data(), c.front.col(j).data(), c.d) == Dominance::first) {
        expected = std::max(expected, ranks[static_cast<std::size_t>(i)] + 1);
      }
    }
    EXPECT_EQ(ranks[static_cast<std::size_t>(j)], expected) << "column " << j;
  }
  if (c.has_infinity) {
    return;
  }
  ParetoArchive archive(c.d, 0);
  for (Index j = 0; j < c.n; ++j) {
    archive.insert(static_cast<Id>(j), c.front.col(j).data(), nullptr);
  }
  EXPECT_EQ(static_cast<std::size_t>(archive.size()),
            non_dominated(c.front, Duplicates::first_only).size());
}

}  // namespace fuzz

/// Cases still tried once one has failed.
inline constexpr int kMostFailing = 100;

/// Nothing crashes or throws anything but an Error; NaN is refused; finite arguments give an
/// answer in every supported shape, a finite one where magnitudes are moderate and there are
/// columns; and the bits do not depend on how the front lies in memory.
inline void fuzz_indicators(std::uint64_t first_seed, int cases) {
  int failing = 0;
  for (int k = 0; k < cases && failing < kMostFailing; ++k) {
    failing += testing::Test::HasFailure() ? 1 : 0;
    const std::uint64_t seed = first_seed + static_cast<std::uint64_t>(k);
    const FuzzCase c(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + c.describe());
    for (const FuzzFunction& function : fuzz::functions()) {
      fuzz::expect_sense(function, c);
    }
    fuzz::expect_registry_sense(c);
    fuzz::expect_sorting_sense(c);
  }
}

}  // namespace vilfredo::test
