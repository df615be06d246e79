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

/// Takes evaluations from pagmo and passes them to the run (live), or answers them from the record
/// of the same step (replay). Every live evaluation is entered into the log of the step.
class Bridge {
 public:
  /// Thrown through pagmo by an endless live session once the budget is used to the last column.
  struct BudgetUsed {};

  /// Whether a session ends itself at the end of the budget. One that evolves without end must: a
  /// limit on time ends no evaluation, only the step could.
  enum class Horizon : bool { bounded, endless };

  /// `worst` is the scale of a failed column's objectives inside pagmo.
  Bridge(const ProblemInfo& info, double worst);

  /// Evaluations go where the session says for as long as it lives.
  class Session {
   public:
    explicit Session(Bridge& bridge) : bridge_(&bridge) {}

    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    ~Session() { bridge_->close(); }

   private:
    Bridge* bridge_;
  };

  /// Starts a new log.
  [[nodiscard]] Session live(EvaluateContext& context, Horizon horizon);
  /// Answers from the log, from its first entry on. Throws Error{internal} if other columns are
  /// asked than were recorded.
  [[nodiscard]] Session replay();

  /// Fitness of `n` columns in pagmo's order of rows.
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
  void evaluate_live(const double* columns, Index n, double* fitness);
  void evaluate_replay(const double* columns, Index n, double* fitness);
  void close();

  ProblemInfo info_;
  RowOrder rows_;
  double worst_;
  Ledger log_;
  EvaluateContext* context_ = nullptr;  // live
  Horizon horizon_ = Horizon::bounded;
  Index next_ = -1;  // replay: the entry to answer with; else -1
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
