#include "vilfredo/problems/synthetic/dtlz.hpp"

#include "columns.hpp"
#include "synthetic/dtlz_formulas.hpp"
#include "synthetic/dtlz_fronts.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <string>
#include <vector>

namespace vilfredo {
namespace {

using detail::angle_slopes;
using detail::AngleSlopes;
using detail::distance;
using detail::distance_slope;
using detail::dtlz_bent;
using detail::Factors;
using detail::factors;
using std::numbers::pi;

template <int Number>
void evaluate_column(const double* x, double* f, Index n_obj, Index n_var) {
  const Index positions = n_obj - 1;
  const double g = distance<Number>(x + positions, n_var - positions);
  if constexpr (Number == 7) {
    // (1+g) (M - sum f_j / (1+g) (1 + sin 3 pi f_j)), multiplied out.
    double taken = 0;
    for (Index j = 0; j < positions; ++j) {
      f[j] = x[j];
      taken += x[j] * (1 + std::sin(3 * pi * x[j]));
    }
    f[positions] = (1 + g) * static_cast<double>(n_obj) - taken;
  } else {
    double rest = Number == 1 ? 0.5 * (1 + g) : 1 + g;
    for (Index j = 0; j < positions; ++j) {
      const Factors factor = factors<Number>(j, x[j], g);
      f[positions - j] = rest * factor.far;
      rest *= factor.near;
    }
    f[0] = rest;
  }
}

/// Working memory of one call of jacobian.
struct Scratch {
  std::vector<Factors> factor;
  std::vector<Factors> slope;  // of the factors, in the angle (DTLZ1: in x)
  std::vector<AngleSlopes> angle;
};

/// Product of the factors of objective i, with that of position `replaced` (-1: none) exchanged for
/// its slope. 0 if objective i does not contain that position.
double shape(const Scratch& at, Index i, Index n_obj, Index replaced) {
  const Index ends = n_obj - 1 - i;  // the position whose far factor ends objective i > 0
  if (replaced > ends) {
    return 0;
  }
  double product = 1;
  Index j = 0;
  for (std::size_t p = 0; p < at.factor.size() && j <= ends; ++p, ++j) {
    const Factors& from = j == replaced ? at.slope[p] : at.factor[p];
    product *= j < ends ? from.near : from.far;
  }
  return product;
}

template <int Number>
void jacobian_column(const double* x, double* out, Index n_obj, Index n_var, Scratch& at) {
  const Index positions = n_obj - 1;
  const Index k = n_var - positions;
  const double g = distance<Number>(x + positions, k);
  const double scale = Number == 1 ? 0.5 : 1.0;
  for (Index j = 0; j < positions; ++j) {
    const auto p = static_cast<std::size_t>(j);
    at.factor[p] = factors<Number>(j, x[j], g);
    if constexpr (Number == 1) {
      at.slope[p] = {1, -1};
      at.angle[p] = {1, 0};
    } else {
      at.slope[p] = {-at.factor[p].far, at.factor[p].near};
      at.angle[p] = angle_slopes<Number>(j, x[j], g);
    }
  }
  for (Index i = 0; i < n_obj; ++i) {
    double* gradient = out + i * n_var;
    double in_g = shape(at, i, n_obj, -1);
    for (Index j = 0; j < positions; ++j) {
      const auto p = static_cast<std::size_t>(j);
      const double turned = (1 + g) * shape(at, i, n_obj, j);
      gradient[j] = scale * turned * at.angle[p].in_x;
      in_g += turned * at.angle[p].in_g;
    }
    for (Index q = 0; q < k; ++q) {
      gradient[positions + q] = scale * in_g * distance_slope<Number>(x[positions + q], k);
    }
  }
}

template <>
void jacobian_column<7>(const double* x, double* out, Index n_obj, Index n_var, Scratch& /*at*/) {
  const Index positions = n_obj - 1;
  const Index k = n_var - positions;
  std::fill_n(out, n_var * n_obj, 0.0);
  double* last = out + positions * n_var;
  for (Index j = 0; j < positions; ++j) {
    const double turn = 3 * pi * x[j];
    out[j * n_var + j] = 1;
    last[j] = -(1 + std::sin(turn) + turn * std::cos(turn));
  }
  std::fill_n(last + positions, k, static_cast<double>(n_obj) * distance_slope<7>(0, k));
}

Index default_distance_variables(int number) {
  return number == 1 ? 5 : number == 7 ? 20 : 10;
}

void describe_anchors(int number, ProblemInfo& info) {
  const Index m = info.n_obj;
  Vector ideal = Vector::Zero(m);
  Vector nadir = Vector::Constant(m, number == 1 ? 0.5 : 1.0);
  if (number == 7) {
    ideal[m - 1] =
        2 * (static_cast<double>(m) - static_cast<double>(m - 1) * detail::kDtlz7HighestGain);
    nadir.setConstant(detail::kDtlz7SecondEnd);
    nadir[m - 1] = 2 * static_cast<double>(m);
  } else if (dtlz_bent(number) && m == 3) {
    nadir.head(2).setConstant(std::numbers::sqrt2 / 2);
  }
  info.ideal = detail::anchor(ideal, "exact");
  if (detail::dtlz_front_known(number, m)) {
    info.nadir = detail::anchor(nadir, "exact");
  }
  if (number <= 4) {
    info.reference_point = detail::anchor(1.1 * nadir, "customary: 1.1 times the nadir");
  }
}

ProblemInfo describe(int number, std::string name, const DtlzOptions& options) {
  ProblemInfo info;
  info.name = std::move(name);
  info.n_obj = options.n_obj;
  info.n_var =
      options.n_var == 0 ? options.n_obj - 1 + default_distance_variables(number) : options.n_var;
  info.lower = Vector::Zero(info.n_var);
  info.upper = Vector::Ones(info.n_var);
  info.chunk = 64;
  info.threads = ThreadSafety::concurrent;
  describe_anchors(number, info);
  return info;
}

}  // namespace

void DtlzOptions::check(const DtlzOptions& options) {
  if (options.n_var != 0 && options.n_var < options.n_obj) {
    throw Error(Errc::invalid_argument,
                "n_var = " + std::to_string(options.n_var) +
                    " leaves no distance variable: " + std::to_string(options.n_obj) +
                    " objectives need n_var >= " + std::to_string(options.n_obj) +
                    ", or 0 for the usual number");
  }
}

template <int Number>
Dtlz<Number>::Dtlz(const Options& options) {
  check_options(options);
  info_ = describe(Number, std::string(kName), options);
  info_.revision = kRevision;
}

template <int Number>
void Dtlz<Number>::evaluate(MatrixIn x, EvalOut out) const {
  VILFREDO_ASSERT(x.rows() == info_.n_var && out.f.rows() == info_.n_obj, "shapes as declared");
  const Index n_obj = info_.n_obj;
  const Index n_var = info_.n_var;
  detail::for_each_column(x, out.f, [n_obj, n_var](const double* v, double* f) {
    evaluate_column<Number>(v, f, n_obj, n_var);
  });
}

template <int Number>
void Dtlz<Number>::jacobian(MatrixIn x, MatrixOut jac) const {
  VILFREDO_ASSERT(x.rows() == info_.n_var && jac.rows() == info_.n_obj * info_.n_var,
                  "shapes as declared");
  const Index n_obj = info_.n_obj;
  const Index n_var = info_.n_var;
  const auto positions = static_cast<std::size_t>(n_obj - 1);
  Scratch scratch{std::vector<Factors>(positions), std::vector<Factors>(positions),
                  std::vector<AngleSlopes>(positions)};
  detail::for_each_column(x, jac, [&](const double* v, double* columns) {
    jacobian_column<Number>(v, columns, n_obj, n_var, scratch);
  });
}

template <int Number>
bool Dtlz<Number>::has_front() const {
  return detail::dtlz_front_known(Number, info_.n_obj);
}

template <int Number>
Matrix Dtlz<Number>::front(Index n) const {
  if (!has_front()) {
    throw Error(Errc::unsupported, "the front is known for up to three objectives only")
        .with("problem", info_.name)
        .with("objectives", std::to_string(info_.n_obj));
  }
  return detail::dtlz_front(Number, info_.n_obj, n);
}

template <int Number>
Matrix Dtlz<Number>::pareto_set(Index n) const {
  return detail::dtlz_pareto_set(Number, info_.n_obj, info_.n_var, n);
}

template class Dtlz<1>;
template class Dtlz<2>;
template class Dtlz<3>;
template class Dtlz<4>;
template class Dtlz<5>;
template class Dtlz<6>;
template class Dtlz<7>;

}  // namespace vilfredo
