#include "gaussian_process/factor.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/gaussian_process.hpp"
#include "vilfredo/core/reduce.hpp"

#include <cmath>
#include <numbers>

namespace vilfredo {

bool LeaveOneOut::acceptable() const {
  return std::abs(residual_mean) < 0.5 && within_three >= 0.95;
}

// With Q = C^-1 - C^-1 1 1' C^-1 / (1' C^-1 1) the prediction of point i from the others, their own
// estimate of c included, is y_i - [Q y]_i / Q_ii, and Q y are the weights. The variance, for a c
// that counts as known, is 1 / [C^-1]_ii.
LeaveOneOut GaussianProcess::leave_one_out() const {
  const Index n = size();
  if (n < 2) {
    throw Error(Errc::invalid_argument, "leaving one point out needs at least two points");
  }
  Vector precision = Vector::Zero(n);  // diagonal of C^-1
  for (Index i = 0; i < n; ++i) {
    const double* row = detail::packed_row(inverse_, i);
    for (Index j = 0; j <= i; ++j) {
      precision[j] += row[j] * row[j];
    }
  }
  Vector one(n);  // C^-1 1
  detail::packed_transposed_times(inverse_, n, whitened_one_.data(), one.data());
  const double total = ordered_dot(whitened_one_.data(), whitened_one_.data(), n);

  LeaveOneOut out{Vector(n), Vector(n), Vector(n)};
  const double scale = hyperparameters_.output_scale;
  Index inside = 0;
  for (Index i = 0; i < n; ++i) {
    const double constrained = precision[i] - one[i] * one[i] / total;
    const double error = weights_[static_cast<std::size_t>(i)] / constrained;
    out.mean[i] = y_[i] - scale * error;
    out.variance[i] = scale * scale / precision[i];
    out.residual[i] = error * std::sqrt(precision[i]);
    inside += std::abs(out.residual[i]) <= 3 ? 1 : 0;
    out.log_likelihood += 0.5 * std::log(precision[i] / (2 * std::numbers::pi)) -
                          0.5 * out.residual[i] * out.residual[i];
  }
  out.residual_mean = ordered_sum(out.residual.data(), n) / static_cast<double>(n);
  out.within_three = static_cast<double>(inside) / static_cast<double>(n);
  return out;
}

}  // namespace vilfredo
