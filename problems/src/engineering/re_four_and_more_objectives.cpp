#include "columns.hpp"
#include "engineering/re_definition.hpp"

#include <cmath>

namespace vilfredo::detail {
namespace {

void car_side_impact(const double* x, double* f) {
  const double x1 = x[0];
  const double x2 = x[1];
  const double x3 = x[2];
  const double x4 = x[3];
  const double x5 = x[4];
  const double x6 = x[5];
  const double x7 = x[6];
  const double pillar = 10.58 - 0.674 * x1 * x2 - 0.67275 * x2;
  const double door = 16.45 - 0.489 * x3 * x7 - 0.843 * x5 * x6;
  f[0] = 1.98 + 4.9 * x1 + 6.67 * x2 + 6.98 * x3 + 4.01 * x4 + 1.78 * x5 + 1e-5 * x6 + 2.73 * x7;
  f[1] = 4.72 - 0.5 * x4 - 0.19 * x2 * x3;
  f[2] = 0.5 * (pillar + door);
  const double abdomen_load = 1.16 - 0.3717 * x2 * x4 - 0.0092928 * x3;
  const double upper_viscous =
      0.261 - 0.0159 * x1 * x2 - 0.06486 * x1 - 0.019 * x2 * x7 + 0.0144 * x3 * x5 + 0.0154464 * x6;
  const double middle_viscous = 0.214 + 0.00817 * x5 - 0.045195 * x1 - 0.0135168 * x1 +
                                0.03099 * x2 * x6 - 0.018 * x2 * x7 + 0.007176 * x3 +
                                0.023232 * x3 - 0.00364 * x5 * x6 - 0.018 * x2 * x2;
  const double lower_viscous = 0.74 - 0.61 * x2 - 0.031296 * x3 - 0.031872 * x7 + 0.227 * x2 * x2;
  const double upper_rib = 28.98 + 3.818 * x3 - 4.2 * x1 * x2 + 1.27296 * x6 - 2.68065 * x7;
  const double middle_rib =
      33.86 + 2.95 * x3 - 5.057 * x1 * x2 - 3.795 * x2 - 3.4431 * x7 + 1.45728;
  const double lower_rib = 46.36 - 9.9 * x2 - 4.4505 * x1;
  f[3] = violation(1 - abdomen_load) + violation(0.32 - upper_viscous) +
         violation(0.32 - middle_viscous) + violation(0.32 - lower_viscous) +
         violation(32 - upper_rib) + violation(32 - middle_rib) + violation(32 - lower_rib) +
         violation(4 - f[1]) + violation(9.9 - pillar) + violation(15.7 - door);
}

ReDefinition re41() {
  return {.name = "re41",
          .summary = "car side impact: weight against force, velocity and constraint violation",
          .variables = {"pillar_inner", "pillar_reinforcement", "floor_side", "cross_members",
                        "door_beam", "door_belt_line", "roof_rail"},
          .lower = vector_of({0.5, 0.45, 0.5, 0.5, 0.875, 0.4, 0.4}),
          .upper = vector_of({1.5, 1.35, 1.5, 1.5, 2.625, 1.2, 1.2}),
          .objectives = {minimised("weight", "kg"), minimised("pubic_force", "kN"),
                         minimised("pillar_velocity", "mm/ms"), violation_objective()},
          .ideal = vector_of({15.576004, 3.58525, 10.61064375, 0}),
          .nadir = vector_of({39.2905121788, 4.42725, 13.09138125, 9.49401929991}),
          .provenance = kPublished,
          .evaluate = car_side_impact,
          .pareto_set = nullptr};
}

/// Total violation of the ship's shape and size; `weight` is deadweight.
double ship_violation(const double* x, double weight, double froude) {
  const double length = x[0];
  const double beam = x[1];
  const double depth = x[2];
  const double draft = x[3];
  const double block = x[5];
  const double buoyancy = 0.53 * draft;
  const double metacentre = (0.085 * block - 0.002) * beam * beam / (draft * block);
  const double gravity = 1 + 0.52 * depth;
  return violation(length / beam - 6) + violation(15 - length / depth) +
         violation(19 - length / draft) + violation(0.45 * std::pow(weight, 0.31) - draft) +
         violation(0.7 * depth + 0.7 - draft) + violation(500000 - weight) +
         violation(weight - 3000) + violation(0.32 - froude) +
         violation(buoyancy + metacentre - gravity - 0.07 * beam);
}

// RE42, bulk carrier: masses in t, power in kW, times in days, money in pounds. Days at sea grow
// with the speed, as published; physics would divide by it.
void bulk_carrier(const double* x, double* f) {
  const double length = x[0];
  const double beam = x[1];
  const double depth = x[2];
  const double speed = x[4];
  const double block = x[5];
  const double displacement = 1.025 * length * beam * x[3] * block;
  const double froude = 0.5144 * speed / std::sqrt(9.8065 * length);
  const double a = 4977.06 * block * block - 8105.61 * block + 4456.51;
  const double b = -10847.2 * block * block + 12817 * block - 6960.32;
  const double power = std::pow(displacement, 2.0 / 3.0) * speed * speed * speed / (a + b * froude);
  const double outfit =
      std::pow(length, 0.8) * std::pow(beam, 0.6) * std::pow(depth, 0.3) * std::pow(block, 0.1);
  const double steel = 0.034 * std::pow(length, 1.7) * std::pow(beam, 0.7) * std::pow(depth, 0.4) *
                       std::pow(block, 0.5);
  const double light = steel + outfit + 0.17 * std::pow(power, 0.9);
  const double weight = displacement - light;
  const double ship_cost =
      1.3 * (2000 * std::pow(steel, 0.85) + 3500 * outfit + 2400 * std::pow(power, 0.8));
  const double capital = 0.2 * ship_cost;
  const double running = 40000 * std::pow(weight, 0.3);
  const double sea_days = 5000.0 / 24 * speed;
  const double daily_fuel = 0.19 * power * 24 / 1000 + 0.2;
  const double fuel_cost = 1.05 * daily_fuel * sea_days * 100;
  const double port_cost = 6.3 * std::pow(weight, 0.8);
  const double cargo = weight - daily_fuel * (sea_days + 5) - 2 * std::sqrt(weight);
  const double port_days = 2 * (cargo / 8000 + 0.5);
  const double round_trips = 350 / (sea_days + port_days);
  f[0] = (capital + running + (fuel_cost + port_cost) * round_trips) / (cargo * round_trips);
  f[1] = light;
  f[2] = -cargo * round_trips;
  f[3] = ship_violation(x, weight, froude);
}

ReDefinition re42() {
  return {.name = "re42",
          .summary = "bulk carrier: transport cost, light ship, cargo and constraint violation",
          .variables = {"length", "beam", "depth", "draft", "speed", "block_coefficient"},
          .lower = vector_of({150, 20, 13, 10, 14, 0.63}),
          .upper = vector_of({274.32, 32.31, 25, 11.71, 18, 0.75}),
          .objectives = {minimised("transport_cost", "GBP/t"), minimised("light_ship", "t"),
                         minimised("negated_annual_cargo", "t"), violation_objective()},
          .ideal = vector_of({-2756.2590400638524, 3962.557843228888, 1947.880856925791, 0}),
          .nadir = vector_of(
              {-1010.5229595219643, 13827.138456300128, 2611.9668107424536, 12.437669929732023}),
          .provenance = kPublished,
          .evaluate = bulk_carrier,
          .pareto_set = nullptr,
          .aliases = {"re42@2021-05"}};
}

// The formulas of 2021-05 with the ideal and nadir of the version before, whose deadweight limit
// was 50 000 t: its violations reach 3207, those of today's front 13.
ReDefinition re42_svh() {
  ReDefinition out = re42();
  out.name = "re42_svh";
  out.summary =
      "re42 with ideal and nadir of an older version, as Stein variational set learning has them";
  out.ideal = vector_of({-2756.25909816, 3962.55777262, 1947.88082074, 0});
  out.nadir = vector_of({-844.714092162, 13827.1384409, 5707.50786547, 3207.0456123});
  out.provenance = "published program of SVH-PSL; ideal and nadir are those of RE42 before 2021-05";
  out.aliases = {"re42@svh"};
  out.front_of = "re42";
  return out;
}

// RE61, storm drainage: x1 local storage, x2 largest treatment rate, x3 largest overflow rate.
void water_resource(const double* x, double* f) {
  constexpr double kArea = 2289;
  const double inverse = 1 / (x[0] * x[1]);
  f[0] = 106780.37 * (x[1] + x[2]) + 61704.67;
  f[1] = 3000 * x[0];
  f[2] = 305700 * kArea * x[1] / std::pow(0.06 * kArea, 0.65);
  f[3] = 250 * kArea * std::exp(-39.75 * x[1] + 9.9 * x[2] + 2.74);
  f[4] = 25 * (1.39 * inverse + 4940 * x[2] - 80);
  f[5] = violation(1 - (0.00139 * inverse + 4.94 * x[2] - 0.08)) +
         violation(1 - (0.000306 * inverse + 1.082 * x[2] - 0.0986)) +
         violation(50000 - (12.307 * inverse + 49408.24 * x[2] + 4051.02)) +
         violation(16000 - (2.098 * inverse + 8046.33 * x[2] - 696.71)) +
         violation(10000 - (2.138 * inverse + 7883.39 * x[2] - 705.04)) +
         violation(2000 - (0.417 * x[0] * x[1] + 1721.26 * x[2] - 136.54)) +
         violation(550 - (0.164 * inverse + 631.13 * x[2] - 54.48));
}

ReDefinition re61() {
  return {.name = "re61",
          .summary = "storm drainage: costs of network, storage and treatment against flood damage",
          .variables = {"storage", "treatment_rate", "overflow_rate"},
          .lower = vector_of({0.01, 0.01, 0.01}),
          .upper = vector_of({0.45, 0.1, 0.1}),
          .objectives = {minimised("network_cost"), minimised("storage_cost"),
                         minimised("treatment_cost"), minimised("flood_damage_cost"),
                         minimised("flood_economic_loss"), violation_objective()},
          .ideal = vector_of({63840.2774, 30, 285346.896494, 183749.967061, 7.22222222222, 0}),
          .nadir = vector_of(
              {80896.9128355, 1350, 2853468.96494, 7076861.67064, 87748.6339553, 2.50994535821}),
          .provenance = kPublished,
          .evaluate = water_resource,
          .pareto_set = nullptr};
}

}  // namespace

std::vector<ReDefinition> re_four_and_more_objectives() {
  return {re41(), re42(), re42_svh(), re61()};
}

}  // namespace vilfredo::detail
