#include "columns.hpp"
#include "curve.hpp"
#include "engineering/re_definition.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace vilfredo::detail {
namespace {

using std::numbers::sqrt2;

void two_bar_truss(const double* x, double* f) {
  const double height2 = x[2] * x[2];
  f[0] = x[0] * std::sqrt(16 + height2) + x[1] * std::sqrt(1 + height2);
  f[1] = 20 * std::sqrt(16 + height2) / (x[0] * x[2]);
  f[2] = violation(0.1 - f[0]) + violation(1e5 - f[1]) +
         violation(1e5 - 80 * std::sqrt(1 + height2) / (x[2] * x[1]));
}

ReDefinition re31() {
  return {
      .name = "re31",
      .summary = "two-bar truss: volume against stress and constraint violation",
      .variables = {"area_1", "area_2", "height"},
      .lower = vector_of({1e-5, 1e-5, 1}),
      .upper = vector_of({100, 100, 3}),
      .objectives = {minimised("volume", "m^3"), minimised("stress", "kPa"), violation_objective()},
      .ideal = vector_of({5.53731918799e-05, 0.333333333333, 0}),
      .nadir = vector_of({500.002668442, 8246211.25124, 19359919.7502}),
      .provenance = kPublished,
      .evaluate = two_bar_truss,
      .pareto_set = nullptr};
}

// RE32, welded beam: load P in lb, overhang L in inches, moduli E and G in psi.
void welded_beam(const double* x, double* f) {
  constexpr double kLoad = 6000;
  constexpr double kOverhang = 14;
  constexpr double kYoung = 30e6;
  constexpr double kShear = 12e6;
  const double h = x[0];  // weld thickness
  const double l = x[1];  // weld length
  const double t = x[2];  // beam height
  const double b = x[3];  // beam width
  const double arm2 = l * l / 4 + (h + t) * (h + t) / 4;
  const double moment = kLoad * (kOverhang + l / 2);
  const double polar = 2 * sqrt2 * h * l * (l * l / 12 + (h + t) * (h + t) / 4);
  const double direct = kLoad / (sqrt2 * h * l);
  const double twisting = moment * std::sqrt(arm2) / polar;
  const double shear_stress =
      std::sqrt(direct * direct + direct * twisting * l / std::sqrt(arm2) + twisting * twisting);
  const double bending_stress = 6 * kLoad * kOverhang / (b * t * t);
  const double buckling_load = 4.013 * kYoung * (t * b * b * b / 6) / (kOverhang * kOverhang) *
                               (1 - t / (2 * kOverhang) * std::sqrt(kYoung / (4 * kShear)));
  f[0] = 1.10471 * h * h * l + 0.04811 * t * b * (14 + l);
  f[1] = 4 * kLoad * kOverhang * kOverhang * kOverhang / (kYoung * b * t * t * t);
  f[2] = violation(13600 - shear_stress) + violation(30000 - bending_stress) + violation(b - h) +
         violation(buckling_load - kLoad);
}

ReDefinition re32() {
  return {.name = "re32",
          .summary = "welded beam: cost against deflection and constraint violation",
          .variables = {"weld_thickness", "weld_length", "beam_height", "beam_width"},
          .lower = vector_of({0.125, 0.1, 0.1, 0.125}),
          .upper = vector_of({5, 10, 10, 5}),
          .objectives = {minimised("cost"), minimised("deflection", "in"), violation_objective()},
          .ideal = vector_of({0.010205496875, 0.00043904, 0}),
          .nadir = vector_of({37.7831517014, 17561.6, 425062976.628}),
          .provenance = kPublished,
          .evaluate = welded_beam,
          .pareto_set = nullptr};
}

// RE33, disc brake. With A = r2^2 - r1^2 and B = r2^3 - r1^3 the published formulas hold A/B and
// B/A^2; the factor d = r2 - r1 is cancelled. The box admits r2 <= r1, where mass is negative.
void disc_brake(const double* x, double* f) {
  constexpr double kLeastWidth = 1e-12;
  const double inner = x[0];
  const double outer = x[1];
  const double force = x[2];
  const double surfaces = x[3];
  double width = outer - inner;
  if (std::abs(width) < kLeastWidth) {
    width = std::copysign(kLeastWidth, width);
  }
  const double sum = inner + outer;                                      // A / d
  const double squares = inner * inner + inner * outer + outer * outer;  // B / d
  const double area = width * sum;
  f[0] = 4.9e-5 * area * (surfaces - 1);
  f[1] = 9.82e6 * sum / (force * surfaces * squares);
  f[2] = violation(outer - inner - 20) + violation(0.4 - force / (3.14 * area)) +
         violation(1 - 2.22e-3 * force * squares / (width * sum * sum)) +
         violation(2.66e-2 * force * surfaces * squares / sum - 900);
}

ReDefinition re33() {
  return {.name = "re33",
          .summary = "disc brake: mass against stopping time and constraint violation",
          .variables = {"inner_radius", "outer_radius", "force", "surfaces"},
          .lower = vector_of({55, 75, 1000, 11}),
          .upper = vector_of({80, 110, 3000, 20}),
          .objectives = {minimised("mass", "kg"), minimised("stopping_time", "s"),
                         violation_objective()},
          .ideal = vector_of({-0.721525, 1.13907203907, 0}),
          .nadir = vector_of({5.3067, 3.12833430979, 25}),
          .provenance = kPublished,
          .evaluate = disc_brake,
          .pareto_set = nullptr};
}

void crashworthiness(const double* x, double* f) {
  const double a = x[0];
  const double b = x[1];
  const double c = x[2];
  const double d = x[3];
  const double e = x[4];
  f[0] = 1640.2823 + 2.3573285 * a + 2.3220035 * b + 4.5688768 * c + 7.7213633 * d + 4.4559504 * e;
  f[1] = 6.5856 + 1.15 * a - 1.0427 * b + 0.9738 * c + 0.8364 * d - 0.3695 * a * d +
         0.0861 * a * e + 0.3628 * b * d - 0.1106 * a * a - 0.3437 * c * c + 0.1764 * d * d;
  f[2] = -0.0551 + 0.0181 * a + 0.1024 * b + 0.0421 * c - 0.0073 * a * b + 0.024 * b * c -
         0.0118 * b * d - 0.0204 * c * d - 0.008 * c * e - 0.0241 * b * b + 0.0109 * d * d;
}

ReDefinition re34() {
  return {.name = "re34",
          .summary = "vehicle crashworthiness: mass against acceleration and toe-board intrusion",
          .variables = {"thickness_1", "thickness_2", "thickness_3", "thickness_4", "thickness_5"},
          .lower = Vector::Constant(5, 1),
          .upper = Vector::Constant(5, 3),
          .objectives = {minimised("mass", "kg"), minimised("acceleration"),
                         minimised("intrusion", "m")},
          .ideal = vector_of({1661.7078225, 6.14280000608, 0.0394}),
          .nadir = vector_of({1695.2002035, 10.7454, 0.26399999965}),
          .provenance = kPublished,
          .evaluate = crashworthiness,
          .pareto_set = nullptr};
}

double shaft_stress(double length, double module_teeth, double torque2, double diameter) {
  const double bending = 745 * length / module_teeth;
  return std::sqrt(bending * bending + torque2) / (0.1 * diameter * diameter * diameter);
}

void speed_reducer(const double* x, double* f) {
  const double width = x[0];
  const double module = x[1];
  const double teeth = std::round(x[2]);
  const double length_1 = x[3];
  const double length_2 = x[4];
  const double d1 = x[5];
  const double d2 = x[6];
  const double pitch = module * teeth;
  const double d1_4 = d1 * d1 * d1 * d1;
  const double d2_4 = d2 * d2 * d2 * d2;
  f[0] = 0.7854 * width * (module * module) * (10 * teeth * teeth / 3 + 14.933 * teeth - 43.0934) -
         1.508 * width * (d1 * d1 + d2 * d2) + 7.477 * (d1 * d1 * d1 + d2 * d2 * d2) +
         0.7854 * (length_1 * d1 * d1 + length_2 * d2 * d2);
  f[1] = shaft_stress(length_1, pitch, 1.69e7, d1);
  f[2] = violation(1.0 / 27 - 1 / (width * module * pitch)) +
         violation(1.0 / 397.5 - 1 / (width * pitch * pitch)) +
         violation(1.0 / 1.93 - length_1 * length_1 * length_1 / (pitch * d1_4)) +
         violation(1.0 / 1.93 - length_2 * length_2 * length_2 / (pitch * d2_4)) +
         violation(40 - pitch) + violation(12 - width / module) + violation(width / module - 5) +
         violation(length_1 - 1.9 - 1.5 * d1) + violation(length_2 - 1.9 - 1.1 * d2) +
         violation(1300 - f[1]) + violation(1100 - shaft_stress(length_2, pitch, 1.575e8, d2));
}

ReDefinition re35() {
  return {.name = "re35",
          .summary = "speed reducer: weight against stress of a shaft and constraint violation",
          .variables = {"face_width", "module", "teeth", "length_1", "length_2", "diameter_1",
                        "diameter_2"},
          .lower = vector_of({2.6, 0.7, 17, 7.3, 7.3, 2.9, 5}),
          .upper = vector_of({3.6, 0.8, 28, 8.3, 8.3, 3.9, 5.5}),
          .objectives = {minimised("weight"), minimised("stress"), violation_objective()},
          .ideal = vector_of({2352.34611145, 694.233587469, 0}),
          .nadir = vector_of({6634.56208, 1695.96387746, 397.358927317}),
          .provenance = kPublished,
          .evaluate = speed_reducer,
          .pareto_set = nullptr};
}

constexpr double kWantedRatio = 6.931;
constexpr double kFewestTeeth = 12;

void gears(const std::array<double, 4>& teeth, double* f) {
  f[0] = std::abs(kWantedRatio - (teeth[2] / teeth[0]) * (teeth[3] / teeth[1]));
  f[1] = *std::max_element(teeth.begin(), teeth.end());
  f[2] = violation(0.5 - f[0] / kWantedRatio);
}

void gear_train(const double* x, double* f) {
  gears({std::round(x[0]), std::round(x[1]), std::round(x[2]), std::round(x[3])}, f);
}

void relaxed_gear_train(const double* x, double* f) {
  gears({x[0], x[1], x[2], x[3]}, f);
}

/// The largest gear t of a relaxed train buys the most ratio if its partner is t too and the two
/// others are as small as they may be: t^2 / 12^2, up to the wanted ratio.
Matrix relaxed_gear_train_set(Index n) {
  const std::array pieces = {Piece{kFewestTeeth, kFewestTeeth * std::sqrt(kWantedRatio), false}};
  const auto largest = spread_along(pieces, n, 2, [](double t, double* f) {
    f[0] = t * t / (kFewestTeeth * kFewestTeeth) / (kWantedRatio - 1);
    f[1] = t / (kFewestTeeth * (std::sqrt(kWantedRatio) - 1));
  });
  Matrix out = Matrix::Constant(4, static_cast<Index>(largest.size()), kFewestTeeth);
  for (Index j = 0; j < out.cols(); ++j) {
    out.col(j).tail(2).setConstant(largest[static_cast<std::size_t>(j)]);
  }
  return out;
}

ReDefinition re36() {
  return {.name = "re36",
          .summary = "gear train: error of the ratio against largest gear and constraint violation",
          .variables = {"teeth_1", "teeth_2", "teeth_3", "teeth_4"},
          .lower = Vector::Constant(4, 12),
          .upper = Vector::Constant(4, 60),
          .objectives = {minimised("ratio_error"), minimised("largest_gear", "teeth"),
                         violation_objective()},
          .ideal = vector_of({7.89473684213e-05, 12, 0}),
          .nadir = vector_of({5.931, 56, 0.355720675227}),
          .provenance = kPublished,
          .evaluate = gear_train,
          .pareto_set = nullptr};
}

// Programs of Pareto set learning leave the rounding out, which is another problem: its front is a
// curve and passes the 28 points of the whole gears.
ReDefinition re36_relaxed() {
  ReDefinition out = re36();
  out.name = "re36_relaxed";
  out.summary = "re36 without rounding: gears with fractions of teeth";
  out.ideal = vector_of({0, kFewestTeeth, 0});
  out.nadir =
      vector_of({kWantedRatio - 1, kFewestTeeth * std::sqrt(kWantedRatio), 0.5 - 1 / kWantedRatio});
  out.provenance = "exact";
  out.evaluate = relaxed_gear_train;
  out.pareto_set = relaxed_gear_train_set;
  return out;
}

// RE37, rocket injector: response surfaces in scaled variables.
void rocket_injector(const double* x, double* f) {
  const double a = x[0];
  const double h = x[1];
  const double o = x[2];
  const double p = x[3];
  f[0] = 0.692 + 0.477 * a - 0.687 * h - 0.080 * o - 0.0650 * p - 0.167 * a * a - 0.0129 * h * a +
         0.0796 * h * h - 0.0634 * o * a - 0.0257 * o * h + 0.0877 * o * o - 0.0521 * p * a +
         0.00156 * p * h + 0.00198 * p * o + 0.0184 * p * p;
  f[1] = 0.153 - 0.322 * a + 0.396 * h + 0.424 * o + 0.0226 * p + 0.175 * a * a + 0.0185 * h * a -
         0.0701 * h * h - 0.251 * o * a + 0.179 * o * h + 0.0150 * o * o + 0.0134 * p * a +
         0.0296 * p * h + 0.0752 * p * o + 0.0192 * p * p;
  f[2] = 0.370 - 0.205 * a + 0.0307 * h + 0.108 * o + 1.019 * p - 0.135 * a * a + 0.0141 * h * a +
         0.0998 * h * h + 0.208 * o * a - 0.0301 * o * h - 0.226 * o * o + 0.353 * p * a -
         0.0497 * p * o - 0.423 * p * p + 0.202 * h * a * a - 0.281 * o * a * a -
         0.342 * h * h * a - 0.245 * h * h * o + 0.281 * o * o * h - 0.184 * p * p * a -
         0.281 * h * a * o;
}

ReDefinition re37() {
  return {.name = "re37",
          .summary = "rocket injector: temperatures of face and post tip against combustion length",
          .variables = {"hydrogen_angle", "hydrogen_area", "oxygen_area", "post_tip_thickness"},
          .lower = Vector::Zero(4),
          .upper = Vector::Ones(4),
          .objectives = {minimised("face_temperature"), minimised("combustion_length"),
                         minimised("post_tip_temperature")},
          .ideal = vector_of({0.00889341391106, 0.00488, -0.431499999825}),
          .nadir = vector_of({0.98949120096, 0.956587924661, 0.987530948586}),
          .provenance = kPublished,
          .evaluate = rocket_injector,
          .pareto_set = nullptr};
}

}  // namespace

std::vector<ReDefinition> re_three_objectives() {
  return {re31(), re32(), re33(), re34(), re35(), re36(), re36_relaxed(), re37()};
}

}  // namespace vilfredo::detail
