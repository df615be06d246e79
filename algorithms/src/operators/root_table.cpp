#include "vilfredo/algorithms/operators/root_table.hpp"

#include "variation_kernels.hpp"

namespace vilfredo {

RootTable::RootTable(double r) : r_(r) {
  double coefficient = 1;
  for (std::size_t k = 0; k < c_.size(); ++k) {
    const auto order = static_cast<double>(k);
    coefficient *= (r - order) / (order + 1.0);
    c_[k] = coefficient;
  }
  for (std::size_t k = 0; k < cells_.size(); ++k) {
    const double middle = 1.0 + (static_cast<double>(k) + 0.5) / static_cast<double>(cells_.size());
    cells_[k].inverse = 1.0 / middle;
    cells_[k].root = detail::root_of(1.0 / cells_[k].inverse, r);
  }
  double octave = 1.0 / 18446744073709551616.0;  // 2^-64
  for (double& power : powers_) {
    power = detail::root_of(octave, r);
    octave *= 2.0;
  }
}

double RootTable::below_table(double x) const {
  return detail::root_of(x, r_);
}

}  // namespace vilfredo
