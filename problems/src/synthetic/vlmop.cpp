#include "vilfredo/problems/synthetic/vlmop.hpp"

#include "columns.hpp"
#include "curve.hpp"
#include "vilfredo/core/reduce.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <string>
#include <vector>

namespace vilfredo {
namespace {

using std::numbers::pi;

ProblemInfo describe(std::string name, Index n_var, Index n_obj, double lower, double upper) {
  ProblemInfo info;
  info.name = std::move(name);
  info.n_var = n_var;
  info.n_obj = n_obj;
  info.lower = Vector::Constant(n_var, lower);
  info.upper = Vector::Constant(n_var, upper);
  info.chunk = 64;
  info.threads = ThreadSafety::concurrent;
  return info;
}

template <class P>
Matrix images(const P& problem, const Matrix& x) {
  Matrix f(problem.info().n_obj, x.cols());
  Matrix g(0, x.cols());
  problem.evaluate(x, {f, g});
  return f;
}

void bells(const double* x, Index n, double centre, double* f) {
  f[0] = -std::expm1(
      -ordered_sum(n, [x, centre](Index i) { return (x[i] - centre) * (x[i] - centre); }));
  f[1] = -std::expm1(
      -ordered_sum(n, [x, centre](Index i) { return (x[i] + centre) * (x[i] + centre); }));
}

// VLMOP3. The first piece ends where a later circle has the same f1 and f3 (its f2 is lower), the
// second where a circle of the first piece has the same f2 and f3 (its f1 is lower).
constexpr double kFirstEnd = 1.5003927700298056;
constexpr double kSecondBegin = 4 * pi / 3;
constexpr double kSecondEnd = 17.155164066553587;
// Strictly inside, so that rounding cannot put an end on the wrong side.
constexpr double kInside = 1e-9;
constexpr std::array kPieces = {detail::Piece{0.0, kFirstEnd - kInside, false},
                                detail::Piece{kSecondBegin, kSecondEnd - kInside, false}};

void viennet(const double* x, double* f) {
  const double r = x[0] * x[0] + x[1] * x[1];
  const double u = 3 * x[0] - 2 * x[1] + 4;
  const double v = x[0] - x[1] + 1;
  f[0] = 0.5 * r + std::sin(r);
  f[1] = u * u / 8 + v * v / 27 + 15;
  f[2] = 1 / (r + 1) - 1.1 * std::exp(-r);
}

/// Fills x with the point of least f2 on the circle with squared radius r, within the box.
void best_on_circle(double r, double* x) {
  // The least f2 moves from angle 2.54 (r = 0) monotonously to 3.83 (r = 15.1), where it meets
  // x1 = -3 and then follows that edge. Along the arc below, f2 falls and then rises.
  constexpr int kHalvings = 60;
  const double radius = std::sqrt(r);
  double low = 2.2;
  double high = 4.0;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = 0.5 * (low + high);
    const double x1 = radius * std::cos(middle);
    const double x2 = radius * std::sin(middle);
    const double u = 3 * x1 - 2 * x2 + 4;
    const double v = x1 - x2 + 1;
    const double along = -x2 * (0.75 * u + 2 * v / 27) + x1 * (-0.5 * u - 2 * v / 27);
    (along < 0 ? low : high) = middle;
  }
  x[0] = radius * std::cos(low);
  x[1] = radius * std::sin(low);
  if (x[0] < -3) {
    x[0] = -3;
    x[1] = -std::sqrt(r - 9);
  }
}

std::vector<double> squared_radii(Index n, const ProblemInfo& info) {
  const Vector width = info.nadir.value - info.ideal.value;
  return detail::spread_along(kPieces, n, 3, [&width](double r, double* f) {
    std::array<double, 2> x{};
    best_on_circle(r, x.data());
    viennet(x.data(), f);
    for (Index k = 0; k < 3; ++k) {
      f[k] /= width[k];
    }
  });
}

}  // namespace

Vlmop1::Vlmop1(const Options&) : info_(describe("vlmop1", 1, 2, -2, 4)) {
  info_.ideal = detail::anchor(Vector::Zero(2), "exact");
  info_.nadir = detail::anchor(Vector::Constant(2, 4), "exact");
  info_.reference_point =
      detail::anchor(Vector::Constant(2, 4.4), "customary: 1.1 times the nadir");
  info_.revision = kRevision;
}

void Vlmop1::evaluate(MatrixIn x, EvalOut out) const {
  VILFREDO_ASSERT(x.rows() == 1 && out.f.rows() == 2, "shapes as declared");
  detail::for_each_column(x, out.f, [](const double* v, double* f) {
    f[0] = v[0] * v[0];
    f[1] = (v[0] - 2) * (v[0] - 2);
  });
}

void Vlmop1::jacobian(MatrixIn x, MatrixOut jac) const {
  VILFREDO_ASSERT(x.rows() == 1 && jac.rows() == 2, "shapes as declared");
  detail::for_each_column(x, jac, [](const double* v, double* columns) {
    columns[0] = 2 * v[0];
    columns[1] = 2 * (v[0] - 2);
  });
}

Matrix Vlmop1::front(Index n) const {
  return images(*this, pareto_set(n));
}

Matrix Vlmop1::pareto_set(Index n) const {
  constexpr std::array kPiece = {detail::Piece{0.0, 2.0, false}};
  const std::vector<double> x = detail::spread_along(kPiece, n, 2, [](double t, double* f) {
    f[0] = t * t;
    f[1] = (t - 2) * (t - 2);
  });
  return Eigen::Map<const Matrix>(x.data(), 1, static_cast<Index>(x.size()));
}

Vlmop2::Vlmop2(const Options& options) : centre_(0) {
  check_options(options);
  info_ = describe("vlmop2", options.n_var, 2, -2, 2);
  centre_ = 1 / std::sqrt(static_cast<double>(options.n_var));
  info_.ideal = detail::anchor(Vector::Zero(2), "exact");
  info_.nadir = detail::anchor(Vector::Constant(2, -std::expm1(-4.0)), "exact");
  info_.reference_point =
      detail::anchor(Vector::Constant(2, 1.1), "customary in Pareto set learning");
  info_.revision = kRevision;
}

void Vlmop2::evaluate(MatrixIn x, EvalOut out) const {
  VILFREDO_ASSERT(x.rows() == info_.n_var && out.f.rows() == 2, "shapes as declared");
  const Index n = info_.n_var;
  const double centre = centre_;
  detail::for_each_column(x, out.f,
                          [n, centre](const double* v, double* f) { bells(v, n, centre, f); });
}

void Vlmop2::jacobian(MatrixIn x, MatrixOut jac) const {
  VILFREDO_ASSERT(x.rows() == info_.n_var && jac.rows() == 2 * info_.n_var, "shapes as declared");
  const Index n = info_.n_var;
  const double centre = centre_;
  detail::for_each_column(x, jac, [n, centre](const double* v, double* columns) {
    std::array<double, 2> f{};
    bells(v, n, centre, f.data());
    for (Index i = 0; i < n; ++i) {
      columns[i] = 2 * (v[i] - centre) * (1 - f[0]);
      columns[n + i] = 2 * (v[i] + centre) * (1 - f[1]);
    }
  });
}

Matrix Vlmop2::front(Index n) const {
  return images(*this, pareto_set(n));
}

Matrix Vlmop2::pareto_set(Index n) const {
  // With x_i = -t / sqrt(n_var): f = 1 - exp(-(t + 1)^2), 1 - exp(-(t - 1)^2).
  constexpr std::array kPiece = {detail::Piece{-1.0, 1.0, false}};
  const std::vector<double> t = detail::spread_along(kPiece, n, 2, [](double s, double* f) {
    f[0] = -std::expm1(-(s + 1) * (s + 1));
    f[1] = -std::expm1(-(s - 1) * (s - 1));
  });
  Matrix out(info_.n_var, static_cast<Index>(t.size()));
  for (Index j = 0; j < out.cols(); ++j) {
    out.col(j).setConstant(-t[static_cast<std::size_t>(j)] * centre_);
  }
  return out;
}

Vlmop3::Vlmop3(const Options&) : info_(describe("vlmop3", 2, 3, -3, 3)) {
  info_.ideal = detail::anchor(detail::vector_of({0, 15, 1 - 1.1}), "exact");
  // f1 is highest at r = 14 pi/3, f2 at the origin, f3 where the second piece begins.
  info_.nadir =
      detail::anchor(detail::vector_of({7 * pi / 3 + std::numbers::sqrt3 / 2, 17 + 1.0 / 27,
                                        1 / (kSecondBegin + 1) - 1.1 * std::exp(-kSecondBegin)}),
                     "exact");
  info_.revision = kRevision;
}

void Vlmop3::evaluate(MatrixIn x, EvalOut out) const {
  VILFREDO_ASSERT(x.rows() == 2 && out.f.rows() == 3, "shapes as declared");
  detail::for_each_column(x, out.f, [](const double* v, double* f) { viennet(v, f); });
}

void Vlmop3::jacobian(MatrixIn x, MatrixOut jac) const {
  VILFREDO_ASSERT(x.rows() == 2 && jac.rows() == 6, "shapes as declared");
  detail::for_each_column(x, jac, [](const double* v, double* columns) {
    const double r = v[0] * v[0] + v[1] * v[1];
    const double df1_dr = 0.5 + std::cos(r);
    const double df3_dr = -1 / ((r + 1) * (r + 1)) + 1.1 * std::exp(-r);
    const double a = (3 * v[0] - 2 * v[1] + 4) / 4;
    const double b = 2 * (v[0] - v[1] + 1) / 27;
    columns[0] = df1_dr * 2 * v[0];
    columns[1] = df1_dr * 2 * v[1];
    columns[2] = 3 * a + b;
    columns[3] = -2 * a - b;
    columns[4] = df3_dr * 2 * v[0];
    columns[5] = df3_dr * 2 * v[1];
  });
}

Matrix Vlmop3::front(Index n) const {
  return images(*this, pareto_set(n));
}

Matrix Vlmop3::pareto_set(Index n) const {
  const std::vector<double> radii = squared_radii(n, info_);
  Matrix out(2, static_cast<Index>(radii.size()));
  for (Index j = 0; j < out.cols(); ++j) {
    best_on_circle(radii[static_cast<std::size_t>(j)], out.col(j).data());
  }
  return out;
}

}  // namespace vilfredo
