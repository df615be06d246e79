#include "vilfredo/algorithms/gradient/annealing.hpp"

#include <algorithm>
#include <cmath>

namespace vilfredo {
namespace {

double factor(const ConstantAnnealing& /*annealing*/, double /*fraction*/) {
  return 1;
}

double factor(const LinearAnnealing& /*annealing*/, double fraction) {
  return fraction;
}

double factor(const CyclicalAnnealing& annealing, double fraction) {
  const double cycles = fraction * static_cast<double>(annealing.cycles);
  return std::pow(cycles - std::floor(cycles), annealing.power);
}

double factor(const TanhAnnealing& annealing, double fraction) {
  constexpr double kSpeed = 1.3;
  return std::tanh(std::pow(kSpeed * fraction, annealing.power));
}

}  // namespace

double annealing_factor(const Annealing& annealing, double fraction) {
  const double inside = std::clamp(fraction, 0.0, 1.0);
  return std::visit([inside](const auto& chosen) { return factor(chosen, inside); }, annealing);
}

}  // namespace vilfredo
