// Any solver, as a value.
#pragma once

#include "vilfredo/core/options.hpp"
#include "vilfredo/core/solver.hpp"

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace vilfredo {

class AnySolver;

/// What an AnySolver can be made of: a solver that is given away.
template <class S>
concept SolverValue =
    !std::is_lvalue_reference_v<S> && !std::same_as<std::remove_cvref_t<S>, AnySolver> &&
    Solver<std::remove_cvref_t<S>>;

/// Any solver, as a value: one virtual call per batch or step.
class AnySolver {
 public:
  enum class Kind : std::uint8_t { ask_tell, evaluate_stepper, rollout_stepper };

  AnySolver() = default;

  template <SolverValue S>
  AnySolver(S&& solver)  // NOLINT(google-explicit-constructor): an implicit handle
      : model_(std::make_shared<Model<S, S>>(std::forward<S>(solver))) {}

  /// A handle that does not own: the solver stays with the caller and is changed by the run.
  template <Solver S>
  [[nodiscard]] static AnySolver reference(S& solver) {
    AnySolver any;
    any.model_ = std::make_shared<Model<S, S&>>(solver);
    return any;
  }

  [[nodiscard]] static AnySolver reference(AnySolver& solver) {
    AnySolver any;
    any.model_ = solver.model_;
    return any;
  }

  AnySolver(AnySolver&&) noexcept = default;
  AnySolver& operator=(AnySolver&&) noexcept = default;
  AnySolver(const AnySolver&) = delete;
  AnySolver& operator=(const AnySolver&) = delete;
  ~AnySolver() = default;

  [[nodiscard]] bool valid() const { return model_ != nullptr; }

  [[nodiscard]] Kind kind() const { return model_->kind(); }

  [[nodiscard]] std::string name() const { return model_->name(); }

  [[nodiscard]] int revision() const { return model_->revision(); }

  [[nodiscard]] SolverTraits traits() const { return model_->traits(); }

  /// Resolved options, or null if the solver does not tell them.
  [[nodiscard]] Value options() const { return model_->options(); }

  /// Throw Error{internal} if the solver is of another kind.
  void ask(Context& context, Ask& out) { model_->ask(context, out); }

  void tell(const Told& told, Context& context) { model_->tell(told, context); }

  [[nodiscard]] Status step(EvaluateContext& context) { return model_->step(context); }

  [[nodiscard]] Status step(RolloutContext& context) { return model_->step(context); }

  [[nodiscard]] const Population& population() const { return model_->population(); }

  void persist(StateIo& io) { model_->persist(io); }

  [[nodiscard]] bool has_decode() const { return model_->has_decode(); }

  /// Throws Error{unsupported} if has_decode() is false.
  [[nodiscard]] Matrix decode(MatrixIn preferences) const { return model_->decode(preferences); }

 private:
  struct Base {
    virtual ~Base() = default;
    [[nodiscard]] virtual Kind kind() const = 0;
    [[nodiscard]] virtual std::string name() const = 0;
    [[nodiscard]] virtual int revision() const = 0;
    [[nodiscard]] virtual SolverTraits traits() const = 0;
    [[nodiscard]] virtual Value options() const = 0;
    virtual void ask(Context& context, Ask& out);
    virtual void tell(const Told& told, Context& context);
    virtual Status step(EvaluateContext& context);
    virtual Status step(RolloutContext& context);
    [[nodiscard]] virtual const Population& population() const = 0;
    virtual void persist(StateIo& io) = 0;
    [[nodiscard]] virtual bool has_decode() const = 0;
    [[nodiscard]] virtual Matrix decode(MatrixIn preferences) const;
  };

  template <class S, class Held>
  struct Model final : Base {
    explicit Model(Held held) : solver(std::forward<Held>(held)) {}

    [[nodiscard]] Kind kind() const override {
      if constexpr (AskTell<S>) {
        return Kind::ask_tell;
      } else {
        return EvaluateStepper<S> ? Kind::evaluate_stepper : Kind::rollout_stepper;
      }
    }

    [[nodiscard]] std::string name() const override { return std::string(S::kName); }

    [[nodiscard]] int revision() const override {
      if constexpr (requires { S::kRevision; }) {
        return S::kRevision;
      } else {
        return 1;
      }
    }

    [[nodiscard]] SolverTraits traits() const override { return traits_of<S>(); }

    [[nodiscard]] Value options() const override {
      if constexpr (requires { to_value(solver.options()); }) {
        return to_value(solver.options());
      } else {
        return {};
      }
    }

    void ask(Context& context, Ask& out) override {
      if constexpr (AskTell<S>) {
        out = solver.ask(context);
      } else {
        Base::ask(context, out);
      }
    }

    void tell(const Told& told, Context& context) override {
      if constexpr (AskTell<S>) {
        solver.tell(told, context);
      } else {
        Base::tell(told, context);
      }
    }

    Status step(EvaluateContext& context) override {
      if constexpr (EvaluateStepper<S>) {
        return solver.step(context);
      } else {
        return Base::step(context);
      }
    }

    Status step(RolloutContext& context) override {
      if constexpr (RolloutStepper<S>) {
        return solver.step(context);
      } else {
        return Base::step(context);
      }
    }

    [[nodiscard]] const Population& population() const override { return solver.population(); }

    void persist(StateIo& io) override { solver.persist(io); }

    [[nodiscard]] bool has_decode() const override { return SetModel<S>; }

    [[nodiscard]] Matrix decode(MatrixIn preferences) const override {
      if constexpr (SetModel<S>) {
        return solver.decode(preferences);
      } else {
        return Base::decode(preferences);
      }
    }

    Held solver;
  };

  std::shared_ptr<Base> model_;  // shared only by reference()
};

}  // namespace vilfredo
