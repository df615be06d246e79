#include "vilfredo/algorithms/bayesian/improvement.hpp"

#include <cmath>
#include <numbers>

namespace vilfredo {
namespace {

constexpr double kLogRootTwoPi = 0.918938533204672741780;
constexpr double kFarTail = -25;

}  // namespace

LogImprovement log_improvement(double t) {
  if (t > kFarTail) {
    const double density = std::exp(-0.5 * t * t - kLogRootTwoPi);
    const double below = 0.5 * std::erfc(-t / std::numbers::sqrt2);
    const double h = density + t * below;
    return {std::log(h), below / h, density / h};
  }
  // Asymptotic series of the Mills ratio; the relative error is below 10395 / t^10.
  const double u = 1 / (t * t);
  const double h = 1 - u * (3 - u * (15 - u * (105 - u * 945)));    // times phi / t^2
  const double below = 1 - u * (1 - u * (3 - u * (15 - u * 105)));  // times phi / |t|
  return {-0.5 * t * t - kLogRootTwoPi - 2 * std::log(-t) + std::log(h), -t * below / h, t * t / h};
}

LogExpectedImprovement log_expected_improvement(double bound, double mean, double deviation) {
  const LogImprovement one = log_improvement((bound - mean) / deviation);
  return {std::log(deviation) + one.value, -one.slope / deviation, one.deviation / deviation};
}

LogExpectedImprovement log_expected_overlap(double lower,
                                            double upper,
                                            double mean,
                                            double deviation) {
  const LogImprovement up = log_improvement((upper - mean) / deviation);
  const double log_deviation = std::log(deviation);
  if (std::isinf(lower)) {
    return {log_deviation + up.value, -up.slope / deviation, up.deviation / deviation};
  }
  const LogImprovement low = log_improvement((lower - mean) / deviation);
  const double ratio = std::exp(low.value - up.value);
  const double rest = -std::expm1(low.value - up.value);  // 1 - ratio
  if (!(rest > 0)) {  // thinner than rounding: the slope of h times the width
    const double width = std::log((upper - lower) / deviation);
    return {log_deviation + up.value + std::log(up.slope) + width, -up.slope / deviation, 0};
  }
  return {log_deviation + up.value + std::log(rest),
          -(up.slope - ratio * low.slope) / rest / deviation,
          (up.deviation - ratio * low.deviation) / rest / deviation};
}

}  // namespace vilfredo
