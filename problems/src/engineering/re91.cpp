#include "columns.hpp"
#include "engineering/re_definition.hpp"
#include "vilfredo/problems/engineering/re.hpp"

#include <algorithm>
#include <array>

namespace vilfredo {
namespace {

/// Names as in the formulas: x1 … x7 thicknesses, x8, x9 strengths, x10 height of the barrier, x11
/// where it hits. Every rating is divided by its limit.
void car_cab(const double* x, const double* noise, double* f) {
  const double x1 = x[0];
  const double x2 = x[1];
  const double x3 = x[2];
  const double x4 = x[3];
  const double x5 = x[4];
  const double x6 = x[5];
  const double x7 = x[6];
  const double x8 = noise[0];
  const double x9 = noise[1];
  const double x10 = noise[2];
  const double x11 = noise[3];
  const double upper_rib = 28.98 + 3.818 * x3 - 4.2 * x1 * x2 + 0.0207 * x5 * x10 + 6.63 * x6 * x9 -
                           7.77 * x7 * x8 + 0.32 * x9 * x10;
  const double middle_rib = 33.86 + 2.95 * x3 + 0.1792 * x10 - 5.057 * x1 * x2 - 11 * x2 * x8 -
                            0.0215 * x5 * x10 - 9.98 * x7 * x8 + 22 * x8 * x9;
  const double lower_rib = 46.36 - 9.9 * x2 - 12.9 * x1 * x8 + 0.1107 * x3 * x10;
  f[0] = 1.98 + 4.9 * x1 + 6.67 * x2 + 6.98 * x3 + 4.01 * x4 + 1.75 * x5 + 1e-5 * x6 + 2.73 * x7;
  f[1] = 1.16 - 0.3717 * x2 * x4 - 0.00931 * x2 * x10 - 0.484 * x3 * x9 + 0.01343 * x6 * x10;
  f[2] = (0.261 - 0.0159 * x1 * x2 - 0.188 * x1 * x8 - 0.019 * x2 * x7 + 0.0144 * x3 * x5 +
          0.87570001 * x5 * x10 + 0.08045 * x6 * x9 + 0.00139 * x8 * x11 + 1.575e-5 * x10 * x11) /
         0.32;
  f[3] = (0.214 + 0.00817 * x5 - 0.131 * x1 * x8 - 0.0704 * x1 * x9 + 0.03099 * x2 * x6 -
          0.018 * x2 * x7 + 0.0208 * x3 * x8 + 0.121 * x3 * x9 - 0.00364 * x5 * x6 +
          0.0007715 * x5 * x10 - 0.0005354 * x6 * x10 + 0.00121 * x8 * x11 + 0.00184 * x9 * x10 -
          0.018 * x2 * x2) /
         0.32;
  f[4] = (0.74 - 0.61 * x2 - 0.163 * x3 * x8 + 0.001232 * x3 * x10 - 0.166 * x7 * x9 +
          0.227 * x2 * x2) /
         0.32;
  f[5] = (upper_rib + middle_rib + lower_rib) / 3 / 32;
  f[6] = (4.72 - 0.5 * x4 - 0.19 * x2 * x3 - 0.0122 * x4 * x10 + 0.009325 * x6 * x10 +
          0.000191 * x11 * x11) /
         4;
  f[7] = (10.58 - 0.674 * x1 * x2 - 1.95 * x2 * x8 + 0.02054 * x3 * x10 - 0.0198 * x4 * x10 +
          0.028 * x6 * x10) /
         9.9;
  f[8] = (16.45 - 0.489 * x3 * x7 - 0.843 * x5 * x6 + 0.0432 * x9 * x10 - 0.0556 * x9 * x11 -
          0.000786 * x11 * x11) /
         15.7;
  for (Index k = 1; k < 9; ++k) {
    f[k] = std::max(0.0, f[k]);
  }
}

std::array<double, Re91::kNoiseVariables> draw_noise(Rng& stream) {
  std::array<double, Re91::kNoiseVariables> out{};
  out[0] = 0.345 + 0.006 * stream.normal();
  out[1] = 0.192 + 0.006 * stream.normal();
  out[2] = 10 * stream.normal();
  out[3] = 10 * stream.normal();
  return out;
}

}  // namespace

Re91::Re91(const Options&) {
  info_.name = std::string(kName);
  info_.n_var = kDesignVariables;
  info_.n_obj = 9;
  info_.lower = detail::vector_of({0.5, 0.45, 0.5, 0.5, 0.875, 0.4, 0.4});
  info_.upper = detail::vector_of({1.5, 1.35, 1.5, 1.5, 2.625, 1.2, 1.2});
  info_.variable_names = {"pillar_inner", "pillar_reinforcement", "floor_side", "cross_members",
                          "door_beam",    "door_belt_line",       "roof_rail"};
  info_.objectives = {detail::minimised("weight", "kg"),       detail::minimised("abdomen_load"),
                      detail::minimised("upper_viscous"),      detail::minimised("middle_viscous"),
                      detail::minimised("lower_viscous"),      detail::minimised("rib_deflection"),
                      detail::minimised("pubic_force"),        detail::minimised("pillar_velocity"),
                      detail::minimised("front_door_velocity")};
  info_.stochastic = true;
  info_.ideal = detail::anchor(
      detail::vector_of({15.549754, 0, 0, 0.0907242296262, 0.367459287472, 0.527364946723,
                         0.735415465187, 0.618676033791, 0.660886967497}),
      detail::kPublished);
  info_.nadir = detail::anchor(
      detail::vector_of({39.6023250742, 1.00188125422, 112.487885728, 0.79017024474, 1.42304666576,
                         1.08576907833, 1.1215181762, 0.993535488298, 1.01068662645}),
      detail::kPublished);
  info_.chunk = 64;
  info_.threads = ThreadSafety::concurrent;
  info_.revision = kRevision;
}

void Re91::evaluate(MatrixIn x, EvalOut out, std::span<Rng> streams) const {
  VILFREDO_ASSERT(x.rows() == kDesignVariables && out.f.rows() == 9, "shapes as declared");
  if (static_cast<Index>(streams.size()) != x.cols()) {
    throw Error(Errc::invalid_argument, "a noisy problem needs one random stream per column")
        .with("problem", info_.name);
  }
  auto stream = streams.begin();
  detail::for_each_column(x, out.f, [&stream](const double* v, double* f) {
    const auto noise = draw_noise(*stream++);
    car_cab(v, noise.data(), f);
  });
}

Vector Re91::objectives(VectorIn design, VectorIn noise) {
  if (design.size() != kDesignVariables || noise.size() != kNoiseVariables) {
    throw Error(Errc::invalid_argument, "re91 has 7 design and 4 noise variables");
  }
  Vector f(9);
  car_cab(design.data(), noise.data(), f.data());
  return f;
}

}  // namespace vilfredo
