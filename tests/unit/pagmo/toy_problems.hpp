// Small problems written for these tests alone.
#pragma once

#include "vilfredo/core/problem.hpp"

#include <atomic>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <stdexcept>
#include <vector>

namespace vilfredo::toys {

/// ZDT1 as published, with a Jacobian and a counter of evaluated columns shared by all copies.
class Zdt1 {
 public:
  explicit Zdt1(Index n_var = 30) : n_var_(n_var) {}

  [[nodiscard]] ProblemInfo info() const {
    return {.name = "toy_zdt1",
            .n_var = n_var_,
            .n_obj = 2,
            .lower = Vector::Zero(n_var_),
            .upper = Vector::Ones(n_var_),
            .threads = ThreadSafety::concurrent};
  }

  void evaluate(MatrixIn x, EvalOut out) const {
    *evaluated_ += static_cast<std::uint64_t>(x.cols());
    for (Index j = 0; j < x.cols(); ++j) {
      const double g = distance(x.col(j));
      out.f(0, j) = x(0, j);
      out.f(1, j) = g * (1.0 - std::sqrt(x(0, j) / g));
    }
  }

  void jacobian(MatrixIn x, MatrixOut jac) const {
    jac.setZero();
    for (Index j = 0; j < x.cols(); ++j) {
      const double g = distance(x.col(j));
      const double slope = 9.0 / static_cast<double>(n_var_ - 1);
      jac(0, j) = 1.0;
      jac(n_var_, j) = -0.5 * std::sqrt(g / x(0, j));
      for (Index i = 1; i < n_var_; ++i) {
        jac(n_var_ + i, j) = slope * (1.0 - 0.5 * std::sqrt(x(0, j) / g));
      }
    }
  }

  [[nodiscard]] std::uint64_t evaluated() const { return *evaluated_; }

 private:
  [[nodiscard]] double distance(VectorIn x) const {
    double sum = 0;
    for (Index i = 1; i < n_var_; ++i) {
      sum += x[i];
    }
    return 1.0 + 9.0 * sum / static_cast<double>(n_var_ - 1);
  }

  Index n_var_;
  std::shared_ptr<std::atomic<std::uint64_t>> evaluated_ =
      std::make_shared<std::atomic<std::uint64_t>>(0);
};

/// ZDT1 that throws on some columns and is NaN on others, by the bits of x alone.
class Failing {
 public:
  enum class How { some, all };

  explicit Failing(How how) : how_(how) {}

  [[nodiscard]] ProblemInfo info() const {
    ProblemInfo info = inner_.info();
    info.name = "toy_failing";
    return info;
  }

  void evaluate(MatrixIn x, EvalOut out) const {
    inner_.evaluate(x, {out.f, out.g});
    for (Index j = 0; j < x.cols(); ++j) {
      const double digits = x(1, j) * 64.0 + x(2, j) * 32.0;
      const double last = digits - std::floor(digits);
      if (how_ == How::all || last < 0.15) {
        out.f(1, j) = std::numeric_limits<double>::quiet_NaN();
      } else if (last > 0.85) {
        throw std::runtime_error("the simulator diverged");
      }
    }
  }

 private:
  How how_;
  Zdt1 inner_{10};
};

/// Rows: integer in [-2, 3], real in [0, 1], binary, ordinal in [0, 4], real in [-1, 1]. Values
/// that are not whole where they should be make it throw.
class Mixed {
 public:
  [[nodiscard]] ProblemInfo info() const {
    ProblemInfo info;
    info.name = "toy_mixed";
    info.n_var = 5;
    info.n_obj = 2;
    info.lower = Vector{{-2, 0, 0, 0, -1}};
    info.upper = Vector{{3, 1, 1, 4, 1}};
    info.kinds = {VarKind::integer, VarKind::real, VarKind::binary, VarKind::ordinal,
                  VarKind::real};
    info.levels = {{3, {"a", "b", "c", "d", "e"}, {0, 1, 2, 3, 4}}};
    info.threads = ThreadSafety::concurrent;
    return info;
  }

  void evaluate(MatrixIn x, EvalOut out) const {
    for (Index j = 0; j < x.cols(); ++j) {
      for (const Index i : {0, 2, 3}) {
        if (x(i, j) != std::floor(x(i, j))) {
          throw std::runtime_error("not a whole number");
        }
      }
      out.f(0, j) = x(0, j) + 10 * x(1, j) + 0.5 * x(2, j);
      out.f(1, j) = 4 - x(3, j) + x(4, j) * x(4, j) - x(0, j);
    }
  }
};

/// One real variable, two objectives, g1 = x - 1 <= 0.25 and g2 = 0.5 - x <= 0.
class Constrained {
 public:
  [[nodiscard]] ProblemInfo info() const {
    ProblemInfo info;
    info.name = "toy_constrained";
    info.n_var = 1;
    info.n_obj = 2;
    info.n_con = 2;
    info.lower = Vector::Zero(1);
    info.upper = Vector::Constant(1, 2.0);
    info.tolerance = Vector{{0.25, 0}};
    return info;
  }

  void evaluate(MatrixIn x, EvalOut out) const {
    out.f.row(0) = x.row(0);
    out.f.row(1) = -x.row(0);
    out.g.row(0) = x.row(0).array() - 1;
    out.g.row(1) = 0.5 - x.row(0).array();
  }
};

/// One real variable, one objective.
class Parabola {
 public:
  [[nodiscard]] ProblemInfo info() const {
    return {.name = "toy_parabola",
            .n_var = 3,
            .n_obj = 1,
            .lower = Vector::Constant(3, -1.0),
            .upper = Vector::Ones(3),
            .threads = ThreadSafety::concurrent};
  }

  void evaluate(MatrixIn x, EvalOut out) const {
    for (Index j = 0; j < x.cols(); ++j) {
      out.f(0, j) = (x(0, j) - 0.25) * (x(0, j) - 0.25) + x(1, j) * x(1, j) + x(2, j) * x(2, j);
    }
  }
};

/// Needs info only; for refusals.
class Described {
 public:
  explicit Described(ProblemInfo info) : info_(std::move(info)) {}

  [[nodiscard]] ProblemInfo info() const { return info_; }

  void evaluate(MatrixIn /*x*/, EvalOut out) const { out.f.setZero(); }

 private:
  ProblemInfo info_;
};

}  // namespace vilfredo::toys
