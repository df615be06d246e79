#include "point_sets.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/indicators/anytime.hpp"
#include "vilfredo/indicators/coverage.hpp"
#include "vilfredo/indicators/distance.hpp"
#include "vilfredo/indicators/distribution.hpp"
#include "vilfredo/indicators/epsilon.hpp"
#include "vilfredo/indicators/expected_utility.hpp"
#include "vilfredo/indicators/hypervolume.hpp"
#include "vilfredo/indicators/r2.hpp"
#include "vilfredo/indicators/r2_exact.hpp"
#include "vilfredo/indicators/registry.hpp"
#include "vilfredo/indicators/simplex_lattice.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

namespace vilfredo {
namespace {

using test::Draws;

IndicatorRegistry builtin() {
  IndicatorRegistry registry;
  register_builtin_indicators(registry);
  return registry;
}

ReferenceFrame frame() {
  ReferenceFrame frame;
  frame.ideal = Vector::Zero(3);
  frame.nadir = (Vector(3) << 1, 2, 4).finished();
  frame.reference = (Vector(3) << 1.5, 3, 6).finished();
  Draws draws(1);
  frame.reference_set = (draws.cube(3, 20).array() + 0.01).matrix();
  return frame;
}

Matrix front() {
  Draws draws(2);
  return (draws.cube(3, 15).array() + 0.02).matrix();
}

Value options(const std::string& key, Value value) {
  return Value{Value::Object{{key, std::move(value)}}};
}

TEST(IndicatorRegistry, KnowsEveryBuiltinIndicator) {
  const std::vector<std::string> expected{"averaged_hausdorff",
                                          "coco_hypervolume",
                                          "cone_hypervolume",
                                          "coverage",
                                          "coverage_by_reference",
                                          "epsilon_additive",
                                          "epsilon_multiplicative",
                                          "expected_utility",
                                          "gd",
                                          "gd_plus",
                                          "generalised_spread",
                                          "hypervolume",
                                          "igd",
                                          "igd_plus",
                                          "log_hypervolume_difference",
                                          "r2",
                                          "r2_exact",
                                          "spacing",
                                          "sparsity",
                                          "spread"};
  EXPECT_EQ(builtin().names(), expected);
  EXPECT_EQ(builtin().make("hv", frame()).name(), "hypervolume");
  EXPECT_TRUE(builtin().at("hv").needs_reference_point);
  EXPECT_TRUE(builtin().at("igd").needs_reference_set);
  EXPECT_TRUE(builtin().at("r2").needs_ideal);
}

TEST(IndicatorRegistry, MeasuresAsTheFunctionsDo) {
  const IndicatorRegistry registry = builtin();
  const ReferenceFrame in = frame();
  const Matrix f = front();
  const auto value = [&](const char* name, const Value& params = {}) {
    const IndicatorValue v = registry.make(name, in, params)(f);
    EXPECT_TRUE(v.exact);
    EXPECT_EQ(v.value, v.lower);
    EXPECT_EQ(v.value, v.upper);
    return v.value;
  };
  EXPECT_EQ(value("hypervolume"), hypervolume(f, in.reference));
  EXPECT_EQ(value("r2"), r2(f, simplex_lattice(3, 30), in.ideal).value);
  EXPECT_EQ(value("r2", options("divisions", Value(4))),
            r2(f, simplex_lattice(3, 4), in.ideal).value);
  EXPECT_EQ(value("r2", options("utility", Value("weighted_sum"))),
            r2(f, simplex_lattice(3, 30), in.ideal, {.utility = R2Utility::weighted_sum}).value);
  EXPECT_EQ(value("igd"), igd(f, in.reference_set));
  EXPECT_EQ(value("igd", options("p", Value(2.0))), igd(f, in.reference_set, 2));
  EXPECT_EQ(value("igd_plus"), igd_plus(f, in.reference_set));
  EXPECT_EQ(value("gd"), gd(f, in.reference_set));
  EXPECT_EQ(value("gd_plus"), gd_plus(f, in.reference_set));
  EXPECT_EQ(value("averaged_hausdorff", options("p", Value(3.0))),
            averaged_hausdorff(f, in.reference_set, 3));
  EXPECT_EQ(value("epsilon_additive"), epsilon_additive(f, in.reference_set));
  EXPECT_EQ(value("epsilon_multiplicative"), epsilon_multiplicative(f, in.reference_set));
  EXPECT_EQ(value("r2_exact"), r2_exact(f, in.ideal));
  EXPECT_EQ(value("coverage"), coverage(f, in.reference_set));
  EXPECT_EQ(value("coverage_by_reference"), coverage(in.reference_set, f));
  EXPECT_EQ(value("spacing"), spacing(f));
  EXPECT_EQ(value("sparsity"), sparsity(f));
  EXPECT_EQ(value("generalised_spread"), generalised_spread(f, in.reference_set));
  EXPECT_EQ(value("expected_utility"), expected_utility(f, simplex_lattice(3, 30)));
  EXPECT_EQ(value("coco_hypervolume"), coco_hypervolume(f, in.ideal, in.nadir));
  EXPECT_EQ(value("cone_hypervolume", options("tilt", Value(0.0))), hypervolume(f, in.reference));
}

TEST(IndicatorRegistry, DerivesTheReferencePointFromTheNadir) {
  const IndicatorRegistry registry = builtin();
  ReferenceFrame in = frame();
  const Matrix f = front();
  const Value from_nadir{Value::Object{{"reference", Value("nadir")}, {"offset", Value(0.25)}}};
  EXPECT_EQ(registry.make("hv", in, from_nadir)(f).value, hypervolume(f, in.nadir * 1.25));
  in.reference = {};
  EXPECT_NEAR(registry.make("hv", in)(f).value, hypervolume(f, in.nadir * 1.1), 1e-12);
  EXPECT_THROW((void)registry.make("hv", in, options("offset", Value(0.5))), Error);
  in.nadir[1] = 0;
  EXPECT_THROW((void)registry.make("hv", in), Error);
  in.nadir = {};
  EXPECT_THROW((void)registry.make("hv", in), Error);
}

TEST(IndicatorRegistry, MeasuresInTheNormalisedFrame) {
  const IndicatorRegistry registry = builtin();
  ReferenceFrame in = frame();
  in.normalise = true;
  const Matrix f = front();
  const Matrix normalised = in.normalised(f);
  EXPECT_NEAR(registry.make("hv", in)(f).value, hypervolume(normalised, Vector::Constant(3, 1.5)),
              1e-12);
  EXPECT_NEAR(registry.make("igd_plus", in)(f).value,
              igd_plus(normalised, in.normalised(in.reference_set)), 1e-12);
  EXPECT_NEAR(registry.make("r2", in)(f).value,
              r2(normalised, simplex_lattice(3, 30), Vector::Zero(3)).value, 1e-12);
}

TEST(IndicatorRegistry, RefusesAFrameWithoutWhatIsNeeded) {
  const IndicatorRegistry registry = builtin();
  const std::set<std::string> needs_nothing{"expected_utility", "spacing", "sparsity"};
  for (const std::string& name : registry.names()) {
    if (!needs_nothing.contains(name)) {
      EXPECT_THROW((void)registry.make(name, ReferenceFrame{}), Error) << name;
    }
  }
  const Value useless{Value::Object{{"augmentation", Value(0.5)}}};
  EXPECT_THROW((void)registry.make("r2", frame(), useless), Error);
}

TEST(IndicatorRegistry, EveryEntryIsBlindToTheOrderOfColumns) {
  const IndicatorRegistry registry = builtin();
  Draws draws(3);
  const Matrix f = front();
  const Matrix shuffled = test::shuffled_columns(f, draws);
  const Matrix worse = (f.array() + 0.05).matrix();
  for (const std::string& name : registry.names()) {
    if (name == "spread") {
      continue;  // two objectives only
    }
    const AnyIndicator indicator = registry.make(name, frame());
    const double value = indicator(f).value;
    EXPECT_NEAR(indicator(shuffled).value, value, 1e-13 * std::abs(value)) << name;
    const double sign = indicator.better() == Direction::maximise ? -1 : 1;
    const std::set<std::string> not_compliant{"igd",     "gd",       "averaged_hausdorff",
                                              "spacing", "sparsity", "generalised_spread"};
    if (!not_compliant.contains(name)) {
      EXPECT_LE(sign * value, sign * indicator(worse).value) << name;
    }
  }
}

}  // namespace
}  // namespace vilfredo
