#include "vilfredo/problems/synthetic/psl_f.hpp"

#include "columns.hpp"
#include "curve.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <string>
#include <vector>

namespace vilfredo {
namespace {

using std::numbers::pi;

/// The curve that x_i, or 2 x_i - 1, follows on the Pareto set, and its slope in x1.
struct Target {
  double value = 0;
  double slope = 0;
};

template <int Number>
constexpr double scale() {  // of x_i in y_i
  return Number <= 3 ? 1.0 : 2.0;
}

/// amplitude * trig(angle), where the sine belongs to even and the cosine to odd i.
Target wave(Index i, Target amplitude, Target angle) {
  const double sine = std::sin(angle.value);
  const double cosine = std::cos(angle.value);
  return i % 2 == 0 ? Target{amplitude.value * sine,
                             amplitude.slope * sine + amplitude.value * cosine * angle.slope}
                    : Target{amplitude.value * cosine,
                             amplitude.slope * cosine - amplitude.value * sine * angle.slope};
}

/// `i` counts from 1 as in the paper.
template <int Number>
Target target(Index i, Index n, double x1) {
  const double phase = static_cast<double>(i) * pi / static_cast<double>(n);
  if constexpr (Number == 1) {
    const double u = 2 * x1 - 1;
    return {u * u, 4 * u};
  } else if constexpr (Number == 2) {
    const double power = 0.5 * (1 + 3 * static_cast<double>(i - 2) / static_cast<double>(n - 2));
    return {std::pow(x1, power), power * std::pow(x1, power - 1)};
  } else if constexpr (Number == 3) {
    const double angle = 4 * pi * x1 + phase;
    return {0.5 * (std::sin(angle) + 1), 2 * pi * std::cos(angle)};
  } else if constexpr (Number == 4 || Number == 5) {
    const double share = Number == 5 && i % 2 == 1 ? 1.0 / 3 : 1.0;
    return wave(i, {0.8 * x1, 0.8}, {share * (4 * pi * x1 + phase), share * 4 * pi});
  } else {
    const double slow = 12 * pi * x1 + 4 * phase;
    const Target amplitude{0.3 * x1 * x1 * std::cos(slow) + 0.6 * x1,
                           0.6 * x1 * std::cos(slow) - 3.6 * pi * x1 * x1 * std::sin(slow) + 0.6};
    return wave(i, amplitude, {6 * pi * x1 + phase, 6 * pi});
  }
}

/// What y_i adds to its sum, and the derivative in y_i.
template <bool AsCoded>
Target term(Index i, double y) {
  if (AsCoded && i % 2 == 0) {
    return {y * y * y * y, 4 * y * y * y};
  }
  return {y * y, 2 * y};
}

double members(Index n, bool odd) {
  return static_cast<double>(odd ? (n - 1) / 2 : n / 2);
}

struct Sums {
  double odd = 0;
  double even = 0;
};

template <int Number, bool AsCoded>
Sums sums(const double* x, Index n) {
  Sums out;
  for (Index i = 2; i <= n; ++i) {
    const double y = Number <= 3 ? x[i - 1] - target<Number>(i, n, x[0]).value
                                 : 2 * x[i - 1] - 1 - target<Number>(i, n, x[0]).value;
    (i % 2 == 1 ? out.odd : out.even) += term<AsCoded>(i, y).value;
  }
  out.odd /= members(n, true);
  out.even /= members(n, false);
  return out;
}

template <int Number>
double second(double x1, double s2) {
  return Number == 3 ? (1 + s2) * (1 - std::sqrt(x1)) : (1 + s2) - std::sqrt(x1 * (1 + s2));
}

ProblemInfo describe(std::string name, Index n_var, int revision) {
  ProblemInfo info;
  info.name = std::move(name);
  info.n_var = n_var;
  info.n_obj = 2;
  info.lower = Vector::Zero(n_var);
  info.upper = Vector::Ones(n_var);
  info.ideal = detail::anchor(Vector::Zero(2), "exact");
  info.nadir = detail::anchor(Vector::Ones(2), "exact");
  info.reference_point =
      detail::anchor(Vector::Constant(2, 1.1), "customary in Pareto set learning");
  info.chunk = 64;
  info.threads = ThreadSafety::concurrent;
  info.revision = revision;
  return info;
}

/// x1 along the front, ascending. In t = sqrt(f1) the front is smooth.
std::vector<double> positions(Index n) {
  constexpr std::array kPiece = {detail::Piece{0.0, 1.0, false}};
  std::vector<double> out = detail::spread_along(kPiece, n, 2, [](double t, double* f) {
    f[0] = t * t;
    f[1] = 1 - t;
  });
  for (double& t : out) {
    t = t * t;
  }
  return out;
}

}  // namespace

template <int Number, bool AsCoded>
PslF<Number, AsCoded>::PslF(const Options& options) {
  check_options(options);
  info_ = describe(std::string(kName), options.n_var, kRevision);
}

template <int Number, bool AsCoded>
void PslF<Number, AsCoded>::evaluate(MatrixIn x, EvalOut out) const {
  VILFREDO_ASSERT(x.rows() == info_.n_var && out.f.rows() == 2, "shapes as declared");
  const Index n = info_.n_var;
  detail::for_each_column(x, out.f, [n](const double* v, double* f) {
    const Sums s = sums<Number, AsCoded>(v, n);
    f[0] = (1 + s.odd) * v[0];
    f[1] = second<Number>(v[0], s.even);
  });
}

template <int Number, bool AsCoded>
void PslF<Number, AsCoded>::jacobian(MatrixIn x, MatrixOut jac) const {
  VILFREDO_ASSERT(x.rows() == info_.n_var && jac.rows() == 2 * info_.n_var, "shapes as declared");
  const Index n = info_.n_var;
  detail::for_each_column(x, jac, [n](const double* v, double* columns) {
    double* gradient_1 = columns;
    double* gradient_2 = columns + n;
    const double x1 = v[0];
    const Sums s = sums<Number, AsCoded>(v, n);
    const double root = std::sqrt(Number == 3 ? x1 : x1 / (1 + s.even));
    const double df2_ds2 = Number == 3 ? 1 - root : 1 - 0.5 * root;
    gradient_1[0] = 1 + s.odd;
    gradient_2[0] = Number == 3 ? -(1 + s.even) / (2 * root) : -0.5 / root;
    for (Index i = 2; i <= n; ++i) {
      const Target curve = target<Number>(i, n, x1);
      const double y = scale<Number>() * v[i - 1] - (Number <= 3 ? 0 : 1) - curve.value;
      const bool odd = i % 2 == 1;
      const double ds_dy = term<AsCoded>(i, y).slope / members(n, odd);
      const double outer = odd ? x1 : df2_ds2;
      (odd ? gradient_1 : gradient_2)[0] -= outer * ds_dy * curve.slope;
      gradient_1[i - 1] = odd ? outer * ds_dy * scale<Number>() : 0;
      gradient_2[i - 1] = odd ? 0 : outer * ds_dy * scale<Number>();
    }
  });
}

template <int Number, bool AsCoded>
Matrix PslF<Number, AsCoded>::front(Index n) const {
  const std::vector<double> x1 = positions(n);
  Matrix out(2, static_cast<Index>(x1.size()));
  for (Index j = 0; j < out.cols(); ++j) {
    out(0, j) = x1[static_cast<std::size_t>(j)];
    out(1, j) = 1 - std::sqrt(out(0, j));
  }
  return out;
}

template <int Number, bool AsCoded>
Matrix PslF<Number, AsCoded>::pareto_set(Index n) const {
  const std::vector<double> x1 = positions(n);
  Matrix out(info_.n_var, static_cast<Index>(x1.size()));
  for (Index j = 0; j < out.cols(); ++j) {
    out(0, j) = x1[static_cast<std::size_t>(j)];
    for (Index i = 2; i <= info_.n_var; ++i) {
      const double curve = target<Number>(i, info_.n_var, out(0, j)).value;
      out(i - 1, j) = Number <= 3 ? curve : 0.5 * (1 + curve);
    }
  }
  return out;
}

template class PslF<1>;
template class PslF<2>;
template class PslF<3>;
template class PslF<4>;
template class PslF<5>;
template class PslF<6>;
template class PslF<6, true>;

}  // namespace vilfredo
