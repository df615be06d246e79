#include "gaussian_process/covariance.hpp"

#include "vilfredo/core/error.hpp"
#include "vilfredo/core/reduce.hpp"

#include <fmt/format.h>

namespace vilfredo::detail {

Matrix scaled_points(MatrixIn x, const Vector& length_scales) {
  Matrix out(x.rows(), x.cols());
  for (Index j = 0; j < x.cols(); ++j) {
    for (Index i = 0; i < x.rows(); ++i) {
      out(i, j) = x(i, j) / length_scales[i];
    }
  }
  return out;
}

void fill_covariance(CovarianceKernel kernel,
                     const Matrix& scaled,
                     double signal,
                     double nugget,
                     bool slopes,
                     Matrix& out) {
  const Index n = scaled.cols();
  out.resize(n, n);
  with_kernel(kernel, [&](auto tag) {
    for (Index b = 0; b < n; ++b) {
      out(b, b) = signal + nugget;
      for (Index a = b + 1; a < n; ++a) {
        const Correlation c = correlation<decltype(tag)::value>(
            squared_distance(&scaled(0, a), &scaled(0, b), scaled.rows()));
        out(a, b) = signal * c.value;
        if (slopes) {
          out(b, a) = signal * c.slope;
        }
      }
    }
  });
}

void cross_covariance(CovarianceKernel kernel,
                      const Matrix& scaled,
                      const double* point,
                      double signal,
                      double* out) {
  with_kernel(kernel, [&](auto tag) {
    for (Index j = 0; j < scaled.cols(); ++j) {
      const double squared = squared_distance(point, &scaled(0, j), scaled.rows());
      out[j] = signal * correlation<decltype(tag)::value>(squared).value;
    }
  });
}

void check_hyperparameters(const GaussianProcessHyperparameters& hyperparameters, Index dimension) {
  const GaussianProcessHyperparameters& h = hyperparameters;
  if (h.length_scales.size() != dimension) {
    throw Error(Errc::invalid_argument,
                fmt::format("a Gaussian process of {} variables needs {} length-scales, not {}",
                            dimension, dimension, h.length_scales.size()));
  }
  const auto positive = [](double value) { return value > 0 && std::isfinite(value); };
  for (Index i = 0; i < dimension; ++i) {
    if (!positive(h.length_scales[i])) {
      throw Error(Errc::invalid_argument, "length-scales are positive and finite")
          .with("variable", fmt::format("{}", i))
          .with("length-scale", fmt::format("{}", h.length_scales[i]));
    }
  }
  if (!positive(h.signal_variance) || !positive(h.output_scale) ||
      !std::isfinite(h.output_offset) || !(h.noise_variance >= 0) ||
      !std::isfinite(h.noise_variance)) {
    throw Error(Errc::invalid_argument,
                fmt::format("signal variance {} and output scale {} must be positive, noise "
                            "variance {} at least 0, output offset {} finite",
                            h.signal_variance, h.output_scale, h.noise_variance, h.output_offset));
  }
}

void check_data(MatrixIn x, VectorIn y) {
  constexpr double kLargestOutput = 1e150;
  if (x.rows() < 1 || x.cols() < 1 || x.cols() != y.size()) {
    throw Error(Errc::invalid_argument,
                fmt::format("a Gaussian process needs at least one variable and one point, and an "
                            "output per point; x is {} x {} and y has {}",
                            x.rows(), x.cols(), y.size()));
  }
  for (Index j = 0; j < x.cols(); ++j) {
    for (Index i = 0; i < x.rows(); ++i) {
      if (!std::isfinite(x(i, j))) {
        throw Error(Errc::invalid_argument,
                    fmt::format("variable {} of point {} is {}; remove failed evaluations before "
                                "they reach a surrogate",
                                i, j, x(i, j)));
      }
    }
    if (!(std::abs(y[j]) <= kLargestOutput)) {
      throw Error(Errc::invalid_argument,
                  fmt::format("output {} is {}; outputs are finite and at most 1e150 in size: "
                              "remove failed evaluations before they reach a surrogate",
                              j, y[j]));
    }
  }
}

}  // namespace vilfredo::detail
