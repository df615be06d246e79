#include "vilfredo/problems/synthetic/zdt.hpp"

#include "columns.hpp"
#include "curve.hpp"
#include "vilfredo/core/reduce.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>
#include <string>
#include <vector>

namespace vilfredo {
namespace {

using std::numbers::pi;

// ZDT3: the right ends of the pieces are local minima of f2; a piece begins where f2 falls below
// the end of the piece before it.
constexpr std::array kZdt3Pieces = {detail::Piece{0.0, 0.083001534926911633, false},
                                    detail::Piece{0.18222872802939978, 0.25776236338783022, true},
                                    detail::Piece{0.40931367480865684, 0.45388210408883017, true},
                                    detail::Piece{0.61839679443926579, 0.65251170380466252, true},
                                    detail::Piece{0.82333179832663274, 0.85183286543641390, true}};
constexpr double kZdt3LowestF2 = -0.77336901232664045;

// ZDT6: the lowest f1 and where it is; tan(6 pi x1) = 9 pi there.
constexpr double kZdt6LowestF1 = 0.28077531881536970;
constexpr double kZdt6LowestX1 = 0.081457796879983564;
constexpr std::array kZdt6Pieces = {detail::Piece{kZdt6LowestF1, 1.0, false}};

constexpr std::array kUnitPiece = {detail::Piece{0.0, 1.0, false}};

template <int Number>
double first(double x1) {
  if constexpr (Number == 6) {
    const double wave = std::sin(6 * pi * x1);
    const double square = wave * wave;
    return 1 - std::exp(-4 * x1) * (square * square * square);
  } else {
    return x1;
  }
}

template <int Number>
double first_slope(double x1) {
  if constexpr (Number == 6) {
    const double wave = std::sin(6 * pi * x1);
    const double square = wave * wave;
    return std::exp(-4 * x1) * (square * square * wave) *
           (4 * wave - 36 * pi * std::cos(6 * pi * x1));
  } else {
    return 1;
  }
}

/// g from the `k` distance variables `d`.
template <int Number>
double distance(const double* d, Index k, double slope) {
  if constexpr (Number == 4) {
    return 1 + 10 * static_cast<double>(k) +
           ordered_sum(k, [d](Index i) { return d[i] * d[i] - 10 * std::cos(4 * pi * d[i]); });
  } else if constexpr (Number == 6) {
    return 1 + 9 * std::sqrt(std::sqrt(ordered_sum(d, k) * slope));
  } else {
    return 1 + slope * ordered_sum(d, k);
  }
}

/// f2 = g h(f1, g), multiplied out: g (1 - sqrt(f1 / g)) = g - sqrt(f1 g) and so on.
template <int Number>
double second(double f1, double g) {
  if constexpr (Number == 2 || Number == 6) {
    return g - f1 * f1 / g;
  } else if constexpr (Number == 3) {
    return g - std::sqrt(f1 * g) - f1 * std::sin(10 * pi * f1);
  } else {
    return g - std::sqrt(f1 * g);
  }
}

template <int Number>
double second_slope_in_f1(double f1, double g) {
  if constexpr (Number == 2 || Number == 6) {
    return -2 * f1 / g;
  } else if constexpr (Number == 3) {
    const double angle = 10 * pi * f1;
    return -0.5 * std::sqrt(g / f1) - std::sin(angle) - angle * std::cos(angle);
  } else {
    return -0.5 * std::sqrt(g / f1);
  }
}

template <int Number>
double second_slope_in_g(double f1, double g) {
  if constexpr (Number == 2 || Number == 6) {
    return 1 + f1 * f1 / (g * g);
  } else {
    return 1 - 0.5 * std::sqrt(f1 / g);
  }
}

/// f1 of the front's points, ascending.
template <int Number>
std::vector<double> front_positions(Index n) {
  // The curve of ZDT1 and ZDT4 has a vertical tangent at f1 = 0; in t = sqrt(f1) it is smooth.
  constexpr bool kSquared = Number == 1 || Number == 4;
  const auto point = [](double t, double* f) {
    f[0] = kSquared ? t * t : t;
    f[1] = second<Number>(f[0], 1.0);
  };
  std::span<const detail::Piece> pieces = kUnitPiece;
  if constexpr (Number == 3) {
    pieces = kZdt3Pieces;
  } else if constexpr (Number == 6) {
    pieces = kZdt6Pieces;
  }
  std::vector<double> out = detail::spread_along(pieces, n, 2, point);
  if constexpr (kSquared) {
    for (double& t : out) {
      t = t * t;
    }
  }
  return out;
}

/// The x1 right of the lowest f1 with first(x1) = f1; f1 rises there from its minimum to 1 at 1/6.
double zdt6_position(double f1) {
  constexpr int kHalvings = 80;
  double low = kZdt6LowestX1;
  double high = 1.0 / 6.0;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = 0.5 * (low + high);
    (first<6>(middle) < f1 ? low : high) = middle;
  }
  return f1 <= kZdt6LowestF1 ? kZdt6LowestX1 : high;
}

template <int Number>
ProblemInfo describe(Index n_var) {
  ProblemInfo info;
  info.name = std::string(Zdt<Number>::kName);
  info.n_var = n_var;
  info.n_obj = 2;
  info.lower = Vector::Zero(n_var);
  info.upper = Vector::Ones(n_var);
  if constexpr (Number == 4) {
    info.lower.tail(n_var - 1).setConstant(-5);
    info.upper.tail(n_var - 1).setConstant(5);
  }
  info.chunk = 64;
  info.threads = ThreadSafety::concurrent;
  info.revision = Zdt<Number>::kRevision;
  Vector ideal = Vector::Zero(2);
  Vector nadir = Vector::Ones(2);
  if constexpr (Number == 3) {
    ideal[1] = kZdt3LowestF2;
    nadir[0] = kZdt3Pieces.back().upper;
  } else if constexpr (Number == 6) {
    ideal[0] = kZdt6LowestF1;
    nadir[1] = 1 - kZdt6LowestF1 * kZdt6LowestF1;
  }
  info.ideal = detail::anchor(ideal, "exact");
  info.nadir = detail::anchor(nadir, "exact");
  info.reference_point = detail::anchor(Vector::Constant(2, 1.1), "customary for ZDT");
  return info;
}

}  // namespace

template <int Number>
Zdt<Number>::Zdt(const Options& options) : slope_(0) {
  check_options(options);
  info_ = describe<Number>(options.n_var);
  const auto k = static_cast<double>(options.n_var - 1);
  slope_ = (Number == 6 ? 1.0 : 9.0) / k;
}

template <int Number>
void Zdt<Number>::evaluate(MatrixIn x, EvalOut out) const {
  VILFREDO_ASSERT(x.rows() == info_.n_var && out.f.rows() == 2, "shapes as declared");
  const Index k = info_.n_var - 1;
  const double slope = slope_;
  detail::for_each_column(x, out.f, [k, slope](const double* v, double* f) {
    const double f1 = first<Number>(v[0]);
    const double g = distance<Number>(v + 1, k, slope);
    f[0] = f1;
    f[1] = second<Number>(f1, g);
  });
}

template <int Number>
void Zdt<Number>::jacobian(MatrixIn x, MatrixOut jac) const {
  VILFREDO_ASSERT(x.rows() == info_.n_var && jac.rows() == 2 * info_.n_var, "shapes as declared");
  const Index n = info_.n_var;
  const double slope = slope_;
  detail::for_each_column(x, jac, [n, slope](const double* v, double* columns) {
    double* gradient_1 = columns;
    double* gradient_2 = columns + n;
    const double f1 = first<Number>(v[0]);
    const double g = distance<Number>(v + 1, n - 1, slope);
    const double df2_dg = second_slope_in_g<Number>(f1, g);
    gradient_1[0] = first_slope<Number>(v[0]);
    gradient_2[0] = second_slope_in_f1<Number>(f1, g) * gradient_1[0];
    double common = slope;  // dg/dx_i where it is the same for all i
    if constexpr (Number == 6) {
      const double root = (g - 1) / 9;
      common = 2.25 * slope / (root * root * root);
    }
    for (Index i = 1; i < n; ++i) {
      const double dg = Number == 4 ? 2 * v[i] + 40 * pi * std::sin(4 * pi * v[i]) : common;
      gradient_1[i] = 0;
      gradient_2[i] = df2_dg * dg;
    }
  });
}

template <int Number>
Matrix Zdt<Number>::front(Index n) const {
  const std::vector<double> f1 = front_positions<Number>(n);
  Matrix out(2, static_cast<Index>(f1.size()));
  for (Index j = 0; j < out.cols(); ++j) {
    out(0, j) = f1[static_cast<std::size_t>(j)];
    out(1, j) = second<Number>(out(0, j), 1.0);
  }
  return out;
}

template <int Number>
Matrix Zdt<Number>::pareto_set(Index n) const {
  const std::vector<double> f1 = front_positions<Number>(n);
  Matrix out = Matrix::Zero(info_.n_var, static_cast<Index>(f1.size()));
  for (Index j = 0; j < out.cols(); ++j) {
    const double position = f1[static_cast<std::size_t>(j)];
    out(0, j) = Number == 6 ? zdt6_position(position) : position;
  }
  return out;
}

template class Zdt<1>;
template class Zdt<2>;
template class Zdt<3>;
template class Zdt<4>;
template class Zdt<6>;

}  // namespace vilfredo
