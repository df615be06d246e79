#include "columns.hpp"
#include "curve.hpp"
#include "engineering/re_definition.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>

namespace vilfredo::detail {
namespace {

using std::numbers::pi;
using std::numbers::sqrt2;

/// The value of an ascending table that is nearest to x; the smaller one of two equally near.
double nearest_of(std::span<const double> table, double x) {
  const auto above = std::lower_bound(table.begin(), table.end(), x);
  if (above == table.begin()) {
    return table.front();
  }
  if (above == table.end()) {
    return table.back();
  }
  const double below = *(above - 1);
  return x - below <= *above - x ? below : *above;
}

// RE21, four-bar truss: force F = 10 kN, length L = 200 cm, modulus E = 2e5 kN/cm^2, stress limit
// 10 kN/cm^2; x are cross sections in cm^2.
void four_bar_truss(const double* x, double* f) {
  constexpr double kLength = 200;
  constexpr double kForceLengthOverModulus = 10 * kLength / 2e5;
  f[0] = kLength * (2 * x[0] + sqrt2 * x[1] + std::sqrt(x[2]) + x[3]);
  f[1] = kForceLengthOverModulus * (2 / x[0] + 2 * sqrt2 / x[1] - 2 * sqrt2 / x[2] + 2 / x[3]);
}

/// Both objectives rise in x3, so it is at its lower bound. Apart from that f1 is a sum of a_i x_i
/// and f2 of b_i / x_i, convex, so the optima are x_i = sqrt(mu b_i / a_i) cut to the box for mu >
/// 0: with s = sqrt(mu) / 100, x1 = s / sqrt 2, x2 = x4 = s.
void four_bar_truss_optimum(double s, double* x) {
  x[0] = std::clamp(s / sqrt2, 1.0, 3.0);
  x[1] = std::clamp(s, sqrt2, 3.0);
  x[2] = sqrt2;
  x[3] = std::clamp(s, 1.0, 3.0);
}

constexpr Piece kFourBarTrussPiece{1.0, 3 * sqrt2, false};

Vector four_bar_truss_end(double s) {
  std::array<double, 4> x{};
  four_bar_truss_optimum(s, x.data());
  Vector f(2);
  four_bar_truss(x.data(), f.data());
  return f;
}

Matrix four_bar_truss_set(Index n) {
  const std::array pieces = {kFourBarTrussPiece};
  const Vector width =
      four_bar_truss_end(kFourBarTrussPiece.upper) - four_bar_truss_end(kFourBarTrussPiece.lower);
  const auto parameters = spread_along(pieces, n, 2, [&width](double s, double* f) {
    std::array<double, 4> x{};
    four_bar_truss_optimum(s, x.data());
    four_bar_truss(x.data(), f);
    f[0] /= width[0];
    f[1] /= width[1];
  });
  Matrix out(4, static_cast<Index>(parameters.size()));
  for (Index j = 0; j < out.cols(); ++j) {
    four_bar_truss_optimum(parameters[static_cast<std::size_t>(j)], out.col(j).data());
  }
  return out;
}

ReDefinition re21() {
  const Vector light = four_bar_truss_end(kFourBarTrussPiece.lower);
  const Vector stiff = four_bar_truss_end(kFourBarTrussPiece.upper);
  return {.name = "re21",
          .summary = "four-bar truss: volume against displacement of the joint",
          .variables = {"area_1", "area_2", "area_3", "area_4"},
          .lower = vector_of({1, sqrt2, sqrt2, 1}),
          .upper = vector_of({3, 3, 3, 3}),
          .objectives = {minimised("volume", "cm^3"), minimised("displacement", "cm")},
          .ideal = vector_of({light[0], stiff[1]}),
          .nadir = vector_of({stiff[0], light[1]}),
          .provenance = "exact",
          .evaluate = four_bar_truss,
          .pareto_set = four_bar_truss_set,
          .aliases = {"re21@2020-10"}};
}

// Published hypervolumes of Pareto set learning were measured with the ideal point of the version
// before 2020-10, in which f2 was ten times too small.
ReDefinition re21_svh() {
  ReDefinition out = re21();
  out.name = "re21_svh";
  out.summary =
      "re21 with the ideal point of an older version, as Stein variational set learning has it";
  out.ideal = vector_of({1237.841423, 0.000276142});
  out.nadir = vector_of({2886.36956, 0.04});
  out.provenance = "published program of SVH-PSL; the ideal point is that of RE21 before 2020-10";
  out.aliases = {"re21@svh"};
  return out;
}

// RE22, reinforced concrete beam: steel areas that bundles of bars can have.
constexpr std::array kBarAreas = {
    .20,  .31,  .40,  .44,   .60,  .62,   .79,   .80,  .88,  .93,  1.0,  1.20, 1.24,
    1.32, 1.40, 1.55, 1.58,  1.60, 1.76,  1.80,  1.86, 2.0,  2.17, 2.20, 2.37, 2.40,
    2.48, 2.60, 2.64, 2.79,  2.80, 3.0,   3.08,  3.10, 3.16, 3.41, 3.52, 3.60, 3.72,
    3.95, 3.96, 4.0,  4.03,  4.20, 4.34,  4.40,  4.65, 4.74, 4.80, 4.84, 5.0,  5.28,
    5.40, 5.53, 5.72, 6.0,   6.16, 6.32,  6.60,  7.11, 7.20, 7.80, 7.90, 8.0,  8.40,
    8.69, 9.0,  9.48, 10.27, 11.0, 11.06, 11.85, 12.0, 13.0, 14.0, 15.0};

// As the published programs hold them: "3,10" for 3.10 gives 3 (which is there already) and 10.
constexpr std::array kBarAreasAsPublished = [] {
  std::array<double, kBarAreas.size()> out = kBarAreas;
  std::size_t hole = 0;
  while (out[hole] != 3.10) {
    ++hole;
  }
  for (; out[hole + 1] < 10; ++hole) {
    out[hole] = out[hole + 1];
  }
  out[hole] = 10;
  return out;
}();
static_assert(std::is_sorted(kBarAreas.begin(), kBarAreas.end()) &&
              std::is_sorted(kBarAreasAsPublished.begin(), kBarAreasAsPublished.end()));

void concrete_beam(const double* x, double* f, std::span<const double> areas) {
  constexpr double kLeastWidth = 1e-12;
  const double steel = nearest_of(areas, x[0]);
  const double width = std::max(x[1], kLeastWidth);
  const double depth = x[2];
  f[0] = 29.4 * steel + 0.6 * x[1] * depth;
  f[1] = violation(steel * depth - 7.735 * (steel * steel / width) - 180) +
         violation(4 - depth / width);
}

ReDefinition re22(bool as_published) {
  ReDefinition out{.name = "re22",
                   .summary = "reinforced concrete beam: cost against constraint violation",
                   .variables = {"steel_area", "width", "depth"},
                   .lower = vector_of({0.2, 0, 0}),
                   .upper = vector_of({15, 20, 40}),
                   .objectives = {minimised("cost"), violation_objective()},
                   .ideal = vector_of({5.88, 0}),
                   .nadir = vector_of({361.262944647, 180.01547}),
                   .provenance = kPublished,
                   .evaluate = [](const double* x, double* f) { concrete_beam(x, f, kBarAreas); },
                   .pareto_set = nullptr};
  if (as_published) {
    out.name = "re22_published";
    out.summary = "re22 with the misprint of the published programs in its table of areas";
    out.evaluate = [](const double* x, double* f) { concrete_beam(x, f, kBarAreasAsPublished); };
  }
  return out;
}

// RE23, pressure vessel: plates come in sixteenths of an inch.
void pressure_vessel(const double* x, double* f) {
  const double shell = 0.0625 * std::round(x[0]);
  const double head = 0.0625 * std::round(x[1]);
  const double radius = x[2];
  const double length = x[3];
  f[0] = 0.6224 * shell * radius * length + 1.7781 * head * radius * radius +
         3.1661 * shell * shell * length + 19.84 * shell * shell * radius;
  f[1] = violation(shell - 0.0193 * radius) + violation(head - 0.00954 * radius) +
         violation(pi * radius * radius * length + 4.0 / 3.0 * pi * radius * radius * radius -
                   1296000);
}

ReDefinition re23() {
  return {.name = "re23",
          .summary = "pressure vessel: cost against constraint violation",
          .variables = {"shell_sixteenths", "head_sixteenths", "radius", "length"},
          .lower = vector_of({1, 1, 10, 10}),
          .upper = vector_of({100, 100, 200, 240}),
          .objectives = {minimised("cost"), violation_objective()},
          .ideal = vector_of({15.9018007813, 0}),
          .nadir = vector_of({5852.05896876, 1288669.78054}),
          .provenance = kPublished,
          .evaluate = pressure_vessel,
          .pareto_set = nullptr};
}

// RE24, hatch cover: modulus 7e5 kg/cm^2; stresses in kg/cm^2, deflection in cm.
void hatch_cover(const double* x, double* f) {
  constexpr double kModulus = 7e5;
  const double flange = x[0];
  const double height = x[1];
  const double buckling = kModulus * flange * flange / 100;
  const double bending = 4500 / (flange * height);
  const double shear = 1800 / height;
  const double deflection = 56.2e4 / (kModulus * flange * height * height);
  f[0] = flange + 120 * height;
  f[1] = violation(1 - bending / 700) + violation(1 - shear / 450) +
         violation(1 - deflection / 1.5) + violation(1 - bending / buckling);
}

ReDefinition re24() {
  return {.name = "re24",
          .summary = "hatch cover: weight against constraint violation",
          .variables = {"flange_thickness", "beam_height"},
          .lower = vector_of({0.5, 0.5}),
          .upper = vector_of({4, 50}),
          .objectives = {minimised("weight"), violation_objective()},
          .ideal = vector_of({60.5, 0}),
          .nadir = vector_of({481.608088535, 44.2819047619}),
          .provenance = kPublished,
          .evaluate = hatch_cover,
          .pareto_set = nullptr};
}

// RE25, coil compression spring: wire diameters in inches that are sold.
constexpr std::array kWireDiameters = {
    .009, .0095, .0104, .0118, .0128, .0132, .014, .015, .0162, .0173, .018, .02,  .023,  .025,
    .028, .032,  .035,  .041,  .047,  .054,  .063, .072, .08,   .092,  .105, .12,  .135,  .148,
    .162, .177,  .192,  .207,  .225,  .244,  .263, .283, .307,  .331,  .362, .394, .4375, .5};
static_assert(kBarAreas.size() == 76 && kWireDiameters.size() == 42);

void coil_spring(const double* x, double* f) {
  constexpr double kShearModulus = 11.5e6;
  constexpr double kLargestLoad = 1000;
  constexpr double kPreload = 300;
  const double coils = std::round(x[0]);
  const double coil = x[1];
  const double wire = nearest_of(kWireDiameters, x[2]);
  const double wire3 = wire * wire * wire;
  const double ratio = coil / wire;
  const double correction = (4 * ratio - 1) / (4 * ratio - 4) + 0.615 * wire / coil;
  const double rate = kShearModulus * wire3 * wire / (8 * coils * coil * coil * coil);
  const double solid_length = 1.05 * (coils + 2) * wire;
  const double free_length = kLargestLoad / rate + solid_length;
  const double preload_deflection = kPreload / rate;
  const double load_deflection = (kLargestLoad - kPreload) / rate;
  f[0] = pi * pi * coil * wire * wire * (coils + 2) / 4;
  f[1] = violation(189000 - 8 * correction * kLargestLoad * coil / (pi * wire3)) +
         violation(14 - free_length) + violation(ratio - 3) + violation(6 - preload_deflection) +
         violation(-preload_deflection - load_deflection - solid_length + free_length) +
         violation(1.25 - load_deflection);
}

ReDefinition re25() {
  return {.name = "re25",
          .summary = "coil compression spring: volume of wire against constraint violation",
          .variables = {"coils", "coil_diameter", "wire_diameter"},
          .lower = vector_of({1, 0.6, 0.09}),
          .upper = vector_of({70, 3, 0.5}),
          .objectives = {minimised("volume", "in^3"), violation_objective()},
          .ideal = vector_of({0.037591349242869145, 0}),
          .nadir = vector_of({0.40397042546, 2224669.22419}),
          .provenance = kPublished,
          .evaluate = coil_spring,
          .pareto_set = nullptr,
          .aliases = {"re25@2020-10"}};
}

}  // namespace

std::vector<ReDefinition> re_two_objectives() {
  return {re21(), re21_svh(), re22(false), re22(true), re23(), re24(), re25()};
}

}  // namespace vilfredo::detail
