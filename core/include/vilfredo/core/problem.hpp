// Problems: a column of variables in, objectives and constraints out.
//
// A problem is immutable and counts nothing. Column j of the result depends on column j of x only
// (and, for a noisy problem, on the stream given for it), so a batch may be split anywhere.
#pragma once

#include "vilfredo/core/problem_info.hpp"
#include "vilfredo/core/rng.hpp"
#include "vilfredo/core/types.hpp"

#include <concepts>
#include <functional>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

namespace vilfredo {

/// Where evaluate writes: f is n_obj x N, g is n_con x N.
struct EvalOut {
  MatrixOut f;
  MatrixOut g;
};

/// Beside the columns themselves: which fidelity, and one random stream per column if the problem
/// is stochastic (else empty).
struct EvaluateRequest {
  int level = 0;
  std::span<Rng> streams = {};
};

// The refinements. A problem offers exactly the signature it needs.
template <class P>
concept PlainProblem = requires(const P& p, MatrixIn x, EvalOut out) {
  p.evaluate(x, out);
};

template <class P>
concept StochasticProblem = requires(const P& p, MatrixIn x, EvalOut out, std::span<Rng> streams) {
  p.evaluate(x, out, streams);
};

template <class P>
concept FidelityProblem = requires(const P& p, MatrixIn x, int level, EvalOut out) {
  p.evaluate(x, level, out);
};

template <class P>
concept StochasticFidelityProblem =
    requires(const P& p, MatrixIn x, int level, EvalOut out, std::span<Rng> streams) {
  p.evaluate(x, level, out, streams);
};

/// Has info() and evaluate(); copyable. (Copyability is tested last: see AnyProblem.)
template <class P>
concept Problem = requires(const P& p) {
  { p.info() } -> std::convertible_to<ProblemInfo>;
}

&&(PlainProblem<P> || StochasticProblem<P> || FidelityProblem<P> ||
   StochasticFidelityProblem<P>)&&std::copy_constructible<P>;

/// Fills jac, (n_var * n_obj) x N: column j viewed as n_var x n_obj holds grad f_k in column k.
template <class P>
concept DifferentiableProblem = Problem<P> && requires(const P& p, MatrixIn x, MatrixOut jac) {
  p.jacobian(x, jac);
};

/// Knows its Pareto front: about `n` points (n_obj x M, minimised), for scoring.
template <class P>
concept ProblemWithFront = Problem<P> && requires(const P& p, Index n) {
  { p.front(n) } -> std::convertible_to<Matrix>;
};

/// Knows some Pareto-optimal solutions: about `n` columns of x (tests use them).
template <class P>
concept ProblemWithParetoSet = Problem<P> && requires(const P& p, Index n) {
  { p.pareto_set(n) } -> std::convertible_to<Matrix>;
};

class AnyProblem;

/// What an AnyProblem can be made of.
template <class P>
concept ProblemValue =
    !std::same_as<std::remove_cvref_t<P>, AnyProblem> && Problem<std::remove_cvref_t<P>>;

/// Any problem, as a value: cheap to copy, one virtual call per batch.
class AnyProblem {
 public:
  AnyProblem() = default;

  template <ProblemValue P>
  AnyProblem(P&& problem)  // NOLINT(google-explicit-constructor): an implicit handle
      : model_(std::make_shared<Model<std::remove_cvref_t<P>>>(std::forward<P>(problem))) {}

  [[nodiscard]] bool valid() const { return model_ != nullptr; }

  [[nodiscard]] const ProblemInfo& info() const { return model_->info; }

  /// Fills f and g for all columns of x, which has n_var rows. May throw whatever the problem
  /// throws.
  void evaluate(MatrixIn x, const EvaluateRequest& request, EvalOut out) const {
    model_->evaluate(x, request, out);
  }

  /// The same at the final level of a deterministic problem.
  void evaluate(MatrixIn x, EvalOut out) const {
    model_->evaluate(x, {.level = model_->info.final_level()}, out);
  }

  [[nodiscard]] bool has_jacobian() const { return model_->has_jacobian(); }

  /// Throws Error{unsupported} if has_jacobian() is false.
  void jacobian(MatrixIn x, MatrixOut jac) const { model_->jacobian(x, jac); }

  [[nodiscard]] bool has_front() const { return model_->has_front(); }

  /// Throws Error{unsupported} if has_front() is false.
  [[nodiscard]] Matrix front(Index n) const { return model_->front(n); }

  [[nodiscard]] bool has_pareto_set() const { return model_->has_pareto_set(); }

  [[nodiscard]] Matrix pareto_set(Index n) const { return model_->pareto_set(n); }

  /// A deep copy, for ThreadSafety::clone_per_thread.
  [[nodiscard]] AnyProblem clone() const;

  /// The problem inside if it is a P, else null.
  template <class P>
  [[nodiscard]] const P* target() const {
    const auto* model = dynamic_cast<const Model<P>*>(model_.get());
    return model == nullptr ? nullptr : &model->problem;
  }

 private:
  struct Base {
    virtual ~Base() = default;
    virtual void evaluate(MatrixIn x, const EvaluateRequest& request, EvalOut& out) const = 0;
    [[nodiscard]] virtual bool has_jacobian() const = 0;
    virtual void jacobian(MatrixIn x, MatrixOut jac) const = 0;
    [[nodiscard]] virtual bool has_front() const = 0;
    [[nodiscard]] virtual Matrix front(Index n) const = 0;
    [[nodiscard]] virtual bool has_pareto_set() const = 0;
    [[nodiscard]] virtual Matrix pareto_set(Index n) const = 0;
    [[nodiscard]] virtual std::shared_ptr<const Base> clone() const = 0;

    ProblemInfo info;
  };

  [[noreturn]] static void lacks(const ProblemInfo& info, const char* what);
  static void complete(ProblemInfo& info);

  template <class P>
  struct Model final : Base {
    explicit Model(P p) : problem(std::move(p)) {
      this->info = problem.info();
      this->info.differentiable = Model::has_jacobian();
      complete(this->info);
    }

    void evaluate(MatrixIn x, const EvaluateRequest& request, EvalOut& out) const override {
      if constexpr (StochasticFidelityProblem<P>) {
        problem.evaluate(x, request.level, out, request.streams);
      } else if constexpr (FidelityProblem<P>) {
        problem.evaluate(x, request.level, out);
      } else if constexpr (StochasticProblem<P>) {
        problem.evaluate(x, out, request.streams);
      } else {
        problem.evaluate(x, out);
      }
    }

    [[nodiscard]] bool has_jacobian() const override {
      if constexpr (requires {
                      { problem.has_jacobian() } -> std::same_as<bool>;
                    }) {
        return problem.has_jacobian();
      } else {
        return DifferentiableProblem<P>;
      }
    }

    void jacobian(MatrixIn x, MatrixOut jac) const override {
      if constexpr (DifferentiableProblem<P>) {
        problem.jacobian(x, jac);
      } else {
        lacks(this->info, "Jacobian");
      }
    }

    [[nodiscard]] bool has_front() const override {
      if constexpr (requires {
                      { problem.has_front() } -> std::same_as<bool>;
                    }) {
        return problem.has_front();
      } else {
        return ProblemWithFront<P>;
      }
    }

    [[nodiscard]] Matrix front(Index n) const override {
      if constexpr (ProblemWithFront<P>) {
        return problem.front(n);
      } else {
        lacks(this->info, "known front");
      }
    }

    [[nodiscard]] bool has_pareto_set() const override {
      if constexpr (requires {
                      { problem.has_pareto_set() } -> std::same_as<bool>;
                    }) {
        return problem.has_pareto_set();
      } else {
        return ProblemWithParetoSet<P>;
      }
    }

    [[nodiscard]] Matrix pareto_set(Index n) const override {
      if constexpr (ProblemWithParetoSet<P>) {
        return problem.pareto_set(n);
      } else {
        lacks(this->info, "known Pareto set");
      }
    }

    [[nodiscard]] std::shared_ptr<const Base> clone() const override {
      return std::make_shared<Model>(problem);
    }

    P problem;
  };

  explicit AnyProblem(std::shared_ptr<const Base> model) : model_(std::move(model)) {}

  std::shared_ptr<const Base> model_;
};

/// A problem from a function: `evaluate(x, out)` fills out.f (and out.g) for every column of x.
/// Assumed unsafe for threads unless `info.threads` says otherwise, because a lambda may capture
/// anything. Throws Error{invalid_argument} if `info` is not valid.
[[nodiscard]] AnyProblem make_problem(ProblemInfo info,
                                      std::function<void(MatrixIn x, EvalOut out)> evaluate);

/// Central differences of f at every column of x with steps scaled to the box, kept inside it.
/// Costs 2 n_var evaluations per column, which are not counted. For tests and inspection.
[[nodiscard]] Matrix numerical_jacobian(const AnyProblem& problem, MatrixIn x);

}  // namespace vilfredo
