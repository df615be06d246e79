// The problem that a pagmo algorithm sees while it is a solver of ours.
#pragma once

#include "ledger.hpp"
#include "vilfredo/core/problem_info.hpp"
#include "vilfredo/core/solver.hpp"
#include "vilfredo/interop/pagmo/row_order.hpp"

#include <pagmo/problem.hpp>
#include <pagmo/threading.hpp>
#include <pagmo/types.hpp>

#include <memory>
#include <utility>

namespace vilfredo::interop {

/// Takes evaluations from pagmo, passes them to the run and enters them into the log of the step.
/// When a step is repeated, it answers from that log for as far as it goes.
class Bridge {
 public:
  /// Thrown through pagmo by a session with an open end once the budget is used.
  struct BudgetUsed {};

  /// Whether a session ends itself at the end of the budget. One whose length is guessed must: a
  /// limit on time ends no evaluation, only the step can.
  enum class End : bool { closed, open };

  /// `worst` is the scale of a failed column's objectives inside pagmo.
  Bridge(const ProblemInfo& info, double worst);

  /// Evaluations are taken for as long as a session lives. It begins at the first entry of the log.
  class Session {
   public:
    /// `context` null: there is nothing behind the last entry of the log.
    Session(Bridge& bridge, EvaluateContext* context, End end) : bridge_(&bridge) {
      bridge.next_ = 0;
      bridge.context_ = context;
      bridge.end_ = end;
    }

    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    ~Session() { bridge_->context_ = nullptr; }

   private:
    Bridge* bridge_;
  };

  /// Starts a new log.
  void forget() { log_.clear(); }

  /// Fitness of `n` columns in pagmo's order of rows. Throws Error{internal} if the columns are not
  /// those of the log, or outside of a session.
  [[nodiscard]] pagmo::vector_double evaluate(const double* columns, Index n);
  /// Objectives and constraints of one column as pagmo gets them, `n_obj + n_con` entries.
  void encode(Id id, const double* f, const double* g, double* fitness) const;
  /// The reverse; NaN for what encode() made of a failed column.
  void decode(const double* fitness, double* f, double* g) const;

  [[nodiscard]] const Ledger& log() const { return log_; }

  [[nodiscard]] const ProblemInfo& info() const { return info_; }

  [[nodiscard]] const RowOrder& rows() const { return rows_; }

  [[nodiscard]] Index height() const { return info_.n_obj + info_.n_con; }

 private:
  /// Answers the first columns that the log has; returns how many.
  [[nodiscard]] Index answer_from_log(const double* columns, Index n, double* fitness);
  void evaluate_live(const double* columns, Index n, double* fitness);

  ProblemInfo info_;
  RowOrder rows_;
  double worst_;
  Ledger log_;
  Index next_ = 0;  // the entry of the log to answer with; its size: go on live
  EvaluateContext* context_ = nullptr;
  End end_ = End::closed;
};

/// The user-defined problem around a bridge; cheap to copy, and never evaluated beside another
/// thread.
class BridgeProblem {
 public:
  BridgeProblem() = default;  // pagmo requires it: one variable, one objective, f = 0

  explicit BridgeProblem(std::shared_ptr<Bridge> bridge) : bridge_(std::move(bridge)) {}

  [[nodiscard]] pagmo::vector_double fitness(const pagmo::vector_double& x) const;
  [[nodiscard]] pagmo::vector_double batch_fitness(const pagmo::vector_double& xs) const;
  [[nodiscard]] std::pair<pagmo::vector_double, pagmo::vector_double> get_bounds() const;
  [[nodiscard]] pagmo::vector_double::size_type get_nobj() const;
  [[nodiscard]] pagmo::vector_double::size_type get_nic() const;
  [[nodiscard]] pagmo::vector_double::size_type get_nix() const;

  [[nodiscard]] pagmo::thread_safety get_thread_safety() const {
    return pagmo::thread_safety::none;
  }

  [[nodiscard]] std::string get_name() const;

 private:
  std::shared_ptr<Bridge> bridge_;
};

}  // namespace vilfredo::interop
