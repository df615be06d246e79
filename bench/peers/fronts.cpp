#include "fronts.hpp"

#include "vilfredo/core/dominance.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <stdexcept>

namespace vilfredo::peers {
namespace {

class Draws {
 public:
  explicit Draws(std::uint64_t seed) : engine_(seed) {}

  double uniform() { return (static_cast<double>(engine_() >> 11) + 0.5) * 0x1p-53; }

  double exponential() { return -std::log(uniform()); }

  double normal() {
    return std::sqrt(2 * exponential()) * std::cos(2 * std::numbers::pi * uniform());
  }

  Vector cube(Index d) {
    return Vector::NullaryExpr(d, [this](Index) { return uniform(); });
  }

  Vector sphere(Index d) {
    return Vector::NullaryExpr(d, [this](Index) { return std::abs(normal()); }).normalized();
  }

  Vector simplex(Index d) {
    const Vector e = Vector::NullaryExpr(d, [this](Index) { return exponential(); });
    return e / e.sum();
  }

 private:
  std::mt19937_64 engine_;
};

/// Largest-remainder rounding of a simplex point onto the lattice, so that points stay on the
/// plane.
Vector on_lattice(const Vector& point, double divisions) {
  Vector scaled = point * divisions;
  Vector floor = scaled.array().floor();
  for (double left = divisions - floor.sum(); left > 0.5; left -= 1) {
    Index where = 0;
    (scaled - floor).maxCoeff(&where);
    floor[where] += 1;
  }
  return floor / divisions;
}

Matrix random_front(Index d, Index n, Draws& draws) {
  if (n > 2000) {
    throw std::invalid_argument("a random front by rejection has 2000 points at most");
  }
  Matrix f(d, n);
  for (Index count = 0; count < n;) {
    const Vector p = draws.cube(d);
    bool incomparable = true;
    for (Index j = 0; incomparable && j < count; ++j) {
      incomparable = compare(f.col(j).data(), p.data(), d) == Dominance::incomparable;
    }
    if (incomparable) {
      f.col(count++) = p;
    }
  }
  return f;
}

Vector point(const std::string& shape, Index d, Index n, Draws& draws, const Matrix& centres) {
  if (shape == "sphere") {
    return draws.sphere(d);
  }
  if (shape == "linear") {
    return draws.simplex(d);
  }
  if (shape == "convex") {
    return 1 - draws.sphere(d).array();
  }
  if (shape == "cliff") {
    Vector p = draws.cube(d);
    p.head(2) = draws.sphere(2);
    return p;
  }
  if (shape == "cube") {
    return draws.cube(d);
  }
  if (shape == "skew") {
    return draws.simplex(d).array().pow(12);
  }
  if (shape == "ties") {
    const double levels = std::pow(static_cast<double>(n), 1.0 / static_cast<double>(d - 1));
    return on_lattice(draws.simplex(d), std::max(2.0, std::ceil(levels)));
  }
  if (shape == "clustered") {
    const Vector centre = centres.col(static_cast<Index>(5 * draws.uniform()));
    return (centre + 1e-3 * draws.sphere(d)).normalized();
  }
  throw std::invalid_argument("unknown shape " + shape);
}

}  // namespace

Matrix front(const std::string& shape, Index d, Index n, std::uint64_t seed) {
  Draws draws(seed);
  if (shape == "random") {
    return random_front(d, n, draws);
  }
  Matrix centres(d, 5);
  for (Index k = 0; k < 5; ++k) {
    centres.col(k) = draws.sphere(d);
  }
  Matrix f(d, n);
  for (Index j = 0; j < n; ++j) {
    f.col(j) = point(shape, d, n, draws, centres);
  }
  return f;
}

std::vector<Matrix> fronts(const std::string& shape, Index d, Index n) {
  const Index count = std::clamp<Index>(20000 / n, 3, 64);
  std::vector<Matrix> result;
  for (Index k = 0; k < count; ++k) {
    result.push_back(front(shape, d, n,
                           1000 * static_cast<std::uint64_t>(d) +
                               7 * static_cast<std::uint64_t>(n) + static_cast<std::uint64_t>(k)));
  }
  return result;
}

}  // namespace vilfredo::peers
