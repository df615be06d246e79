#include "vilfredo/problems/language_model/layer_hessian.hpp"

#include "vilfredo/core/error.hpp"

#include <Eigen/Cholesky>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vilfredo {
namespace {

// The upper factor of the inverse, or an empty matrix if H is not positive definite.
Matrix inverse_factor(const Matrix& hessian) {
  const Index n = hessian.rows();
  const Eigen::LLT<Matrix> first(hessian);
  if (first.info() != Eigen::Success) {
    return {};
  }
  Matrix inverse = first.solve(Matrix::Identity(n, n));
  inverse = (0.5 * (inverse + inverse.transpose())).eval();
  const Eigen::LLT<Matrix> second(inverse);
  if (second.info() != Eigen::Success) {
    return {};
  }
  Matrix upper = second.matrixU();
  return upper.allFinite() && upper.diagonal().minCoeff() > 0 ? upper : Matrix{};
}

}  // namespace

void InputMoments::add(const Eigen::Ref<const WeightMatrix>& tokens) {
  if (tokens.cols() != sum_.rows()) {
    throw Error(
        Errc::invalid_argument,
        fmt::format("tokens of {} features for a layer of {} inputs", tokens.cols(), sum_.rows()));
  }
  const Matrix x = tokens.cast<double>();
  sum_.noalias() += x.transpose() * x;
  tokens_ += tokens.rows();
}

Matrix InputMoments::hessian() const {
  return tokens_ == 0 ? sum_ : Matrix(sum_ * (2.0 / static_cast<double>(tokens_)));
}

HessianFactor factorise(const Matrix& hessian, double damping, ColumnOrder order) {
  constexpr int kRungs = 4;
  const Index n = hessian.rows();
  if (n == 0 || hessian.cols() != n || !hessian.allFinite()) {
    throw Error(Errc::invalid_argument, "second moments are a square matrix of finite numbers");
  }
  HessianFactor out;
  out.order.resize(static_cast<std::size_t>(n));
  std::iota(out.order.begin(), out.order.end(), Index{0});
  if (order == ColumnOrder::by_moment) {
    std::ranges::stable_sort(out.order,
                             [&](Index a, Index b) { return hessian(a, a) > hessian(b, b); });
  }
  Matrix ordered(n, n);
  for (Index j = 0; j < n; ++j) {
    for (Index i = 0; i < n; ++i) {
      ordered(i, j) =
          hessian(out.order[static_cast<std::size_t>(i)], out.order[static_cast<std::size_t>(j)]);
    }
  }
  double sum = 0;
  for (Index j = 0; j < n; ++j) {
    if (ordered(j, j) == 0) {
      ordered(j, j) = 1;
      out.dead.push_back(out.order[static_cast<std::size_t>(j)]);
    }
    sum += ordered(j, j);
  }
  std::ranges::sort(out.dead);
  const double mean = sum / static_cast<double>(n);
  out.damping = damping;
  for (int rung = 0; rung <= kRungs; ++rung, out.damping *= 10) {
    Matrix damped = ordered;
    damped.diagonal().array() += out.damping * mean;
    out.upper = inverse_factor(damped);
    if (out.upper.size() > 0) {
      return out;
    }
  }
  out.diagonal = true;
  out.damping = damping;
  out.upper = Matrix::Zero(n, n);
  for (Index j = 0; j < n; ++j) {
    const double moment = std::max(std::abs(ordered(j, j)) + damping * std::abs(mean), 1e-300);
    out.upper(j, j) = 1 / std::sqrt(moment);
  }
  return out;
}

double layer_loss(const WeightMatrix& dense,
                  const WeightMatrix& compressed,
                  const Matrix& hessian) {
  const Matrix change = dense.cast<double>() - compressed.cast<double>();
  const Matrix product = change * hessian;
  double sum = 0;
  for (Index j = 0; j < change.cols(); ++j) {
    for (Index i = 0; i < change.rows(); ++i) {
      sum += product(i, j) * change(i, j);
    }
  }
  return sum;
}

}  // namespace vilfredo
