#include "vilfredo/algorithms/operators/unit_box.hpp"

#include "vilfredo/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace vilfredo {

UnitBox::UnitBox(const ProblemInfo& info, std::string_view solver)
    : lower_(info.lower), upper_(info.upper), stochastic_(info.stochastic) {
  if (!info.all_bounded()) {
    throw Error(Errc::unsupported,
                std::string(solver) + " works in the unit cube, so every bound must be finite")
        .with("problem", info.name);
  }
  if (!info.permutations.empty()) {
    throw Error(Errc::unsupported,
                std::string(solver) + " places points in a box and does not order permutations")
        .with("problem", info.name);
  }
  for (Index i = 0; i < info.n_var; ++i) {
    whole_.push_back(info.kind(i) != VarKind::real);
  }
}

Matrix UnitBox::decode(MatrixIn unit) const {
  Matrix x(unit.rows(), unit.cols());
  for (Index j = 0; j < unit.cols(); ++j) {
    for (Index i = 0; i < unit.rows(); ++i) {
      const double range = upper_[i] - lower_[i];
      const double step = whole_[static_cast<std::size_t>(i)]
                              ? std::min(range, std::floor(unit(i, j) * (range + 1)))
                              : unit(i, j) * range;
      x(i, j) = std::clamp(lower_[i] + step, lower_[i], upper_[i]);
    }
  }
  return x;
}

Ask UnitBox::ask(MatrixIn unit, Context& context) const {
  Ask out = context.new_ask(unit.cols());
  out.x = decode(unit);
  if (stochastic_) {
    out.sample = kScoringSample;
  }
  return out;
}

Matrix UnitBox::encode(MatrixIn x) const {
  Matrix unit(x.rows(), x.cols());
  for (Index j = 0; j < x.cols(); ++j) {
    for (Index i = 0; i < x.rows(); ++i) {
      const double range = upper_[i] - lower_[i];
      const double step = x(i, j) - lower_[i];
      if (whole_[static_cast<std::size_t>(i)]) {
        unit(i, j) = (step + 0.5) / (range + 1);
      } else {
        unit(i, j) = range > 0 ? std::clamp(step / range, 0.0, 1.0) : 0.5;
      }
    }
  }
  return unit;
}

}  // namespace vilfredo
