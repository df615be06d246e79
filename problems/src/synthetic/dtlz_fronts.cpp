#include "synthetic/dtlz_fronts.hpp"

#include "columns.hpp"
#include "curve.hpp"
#include "synthetic/simplex_lattice.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

namespace vilfredo::detail {
namespace {

using std::numbers::pi;

/// Share i of n - 1 equal steps from 0 to 1.
double step_share(Index i, Index n) {
  return n == 1 ? 0.0 : static_cast<double>(i) / static_cast<double>(n - 1);
}

double gain(double x) {
  return 0.5 * x * (1 + std::sin(3 * pi * x));
}

/// `n` optimal values of one position variable, spread by the length of the curve (x, -2 gain).
std::vector<double> dtlz7_positions(Index n) {
  constexpr std::array kPieces = {Piece{0.0, kDtlz7FirstEnd, false},
                                  Piece{kDtlz7SecondBegin, kDtlz7SecondEnd, true}};
  return spread_along(kPieces, n, 2, [](double x, double* f) {
    f[0] = x;
    f[1] = -2 * gain(x);
  });
}

/// All combinations of `per_axis` positions; the first row varies fastest.
Matrix grid(const std::vector<double>& axis, Index rows) {
  const auto per_axis = static_cast<Index>(axis.size());
  Index columns = 1;
  for (Index i = 0; i < rows; ++i) {
    columns *= per_axis;
  }
  Matrix out(rows, columns);
  for (Index j = 0; j < columns; ++j) {
    Index rest = j;
    for (Index i = 0; i < rows; ++i, rest /= per_axis) {
      out(i, j) = axis[static_cast<std::size_t>(rest % per_axis)];
    }
  }
  return out;
}

/// The largest p with p^rows <= n, at least 1.
Index root_within(Index n, Index rows) {
  const auto fits = [n, rows](Index p) {
    Index product = 1;
    for (Index i = 0; i < rows; ++i) {
      if (product > n / p) {
        return false;
      }
      product *= p;
    }
    return true;
  };
  Index p = 1;
  while (fits(p + 1)) {
    ++p;
  }
  return p;
}

/// `n` combinations spread by an additive recurrence with the powers of 1/phi, where phi is the
/// positive root of phi^(rows+1) = phi + 1 (the golden ratio for one row).
Matrix recurrence(const std::vector<double>& axis, Index rows, Index n) {
  constexpr int kIterations = 64;
  double phi = 2;
  for (int i = 0; i < kIterations; ++i) {
    phi = std::pow(1 + phi, 1.0 / static_cast<double>(rows + 1));
  }
  Matrix out(rows, n);
  const auto choices = static_cast<double>(axis.size());
  for (Index i = 0; i < rows; ++i) {
    const double step = std::pow(phi, -static_cast<double>(i + 1));
    for (Index j = 0; j < n; ++j) {
      const double turn = 0.5 + step * static_cast<double>(j + 1);
      const double share = turn - std::floor(turn);
      out(i, j) = axis[std::min(axis.size() - 1, static_cast<std::size_t>(share * choices))];
    }
  }
  return out;
}

/// Optimal positions of DTLZ7, (n_obj - 1) x about n: a grid where two values per variable fit into
/// `n`, else a low-discrepancy sequence.
Matrix dtlz7_positions(Index n_obj, Index n) {
  constexpr Index kFineAxis = 4096;
  require_points(n);
  const Index rows = n_obj - 1;
  const Index per_axis = root_within(n, rows);
  if (per_axis >= 2) {
    return grid(dtlz7_positions(per_axis), rows);
  }
  return recurrence(dtlz7_positions(kFineAxis), rows, n);
}

/// Position variables of DTLZ1 for shares of the front's sum.
void linear_position(const double* share, double* x, Index n_obj) {
  double before = 0;
  for (Index i = 0; i < n_obj; ++i) {
    before += share[i];
  }
  // f_M takes 1 - x1 of the whole, f_(M-1) takes 1 - x2 of what is left, and so on.
  for (Index j = 0; j + 1 < n_obj; ++j) {
    double rest = 0;
    for (Index i = 0; i < n_obj - 1 - j; ++i) {
      rest += share[i];
    }
    x[j] = before > 0 ? rest / before : 0.0;
    before = rest;
  }
}

/// Angles over pi/2 of a direction in the positive orthant.
void spherical_position(const double* direction, double* x, Index n_obj) {
  for (Index j = 0; j + 1 < n_obj; ++j) {
    double squares = 0;
    for (Index i = 0; i < n_obj - 1 - j; ++i) {
      squares += direction[i] * direction[i];
    }
    x[j] = std::min(1.0, std::atan2(direction[n_obj - 1 - j], std::sqrt(squares)) / (pi / 2));
  }
}

Matrix unit_directions(Index n_obj, Index n) {
  Matrix out = spread_on_simplex(n_obj, n);
  for (Index j = 0; j < out.cols(); ++j) {
    double squares = 0;
    for (Index i = 0; i < n_obj; ++i) {
      squares += out(i, j) * out(i, j);
    }
    out.col(j) /= std::sqrt(squares);
  }
  return out;
}

Matrix curve_front(Index n_obj, Index n) {
  Matrix out(n_obj, n);
  for (Index j = 0; j < n; ++j) {
    const double angle = pi / 2 * step_share(j, n);
    // Every later angle is pi/4 where g = 0.
    const double in_plane = n_obj == 3 ? std::numbers::sqrt2 / 2 : 1.0;
    for (Index i = 0; i + 1 < n_obj; ++i) {
      out(i, j) = in_plane * std::cos(angle);
    }
    out(n_obj - 1, j) = std::sin(angle);
  }
  return out;
}

Matrix patches_front(Index n_obj, Index n) {
  const Matrix position = dtlz7_positions(n_obj, n);
  Matrix out(n_obj, position.cols());
  for (Index j = 0; j < out.cols(); ++j) {
    double gains = 0;
    for (Index i = 0; i + 1 < n_obj; ++i) {
      out(i, j) = position(i, j);
      gains += gain(position(i, j));
    }
    out(n_obj - 1, j) = 2 * (static_cast<double>(n_obj) - gains);
  }
  return out;
}

}  // namespace

Matrix dtlz_front(int number, Index n_obj, Index n) {
  require_points(n);
  if (number == 1) {
    return spread_on_simplex(n_obj, n) / 2;
  }
  if (number <= 4) {
    return unit_directions(n_obj, n);
  }
  return number <= 6 ? curve_front(n_obj, n) : patches_front(n_obj, n);
}

Matrix dtlz_pareto_set(int number, Index n_obj, Index n_var, Index n) {
  constexpr double kDtlz4Exponent = 100;
  require_points(n);
  const bool curve = number == 5 || number == 6;
  Matrix shape;
  if (number == 7) {
    shape = dtlz7_positions(n_obj, n);
  } else if (!curve) {
    shape = number == 1 ? spread_on_simplex(n_obj, n) : unit_directions(n_obj, n);
  }
  const Index columns = curve ? n : shape.cols();
  Matrix out = Matrix::Constant(n_var, columns, number >= 6 ? 0.0 : 0.5);
  for (Index j = 0; j < columns; ++j) {
    double* x = out.col(j).data();
    if (curve) {
      x[0] = step_share(j, n);
    } else if (number == 7) {
      std::copy_n(shape.col(j).data(), n_obj - 1, x);
    } else if (number == 1) {
      linear_position(shape.col(j).data(), x, n_obj);
    } else {
      spherical_position(shape.col(j).data(), x, n_obj);
    }
    if (number == 4) {
      for (Index i = 0; i + 1 < n_obj; ++i) {
        x[i] = std::pow(x[i], 1 / kDtlz4Exponent);
      }
    }
  }
  return out;
}

}  // namespace vilfredo::detail
