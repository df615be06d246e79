// A problem that another program evaluates: a simulator started as a child process, once for every
// solution.
//
// The program reads one line of JSON from its standard input,
//
//   {"x": {"thickness": 3.5, "rib": 2}, "deadline_s": 60}
//
// with the variables under their names, and prints a line of JSON, the last one that is an object:
//
//   {"f": [1.25, 0.7], "g": [-0.1]}            objectives and constraints in their declared order
//   {"status": "failed", "reason": "no mesh"}  this design cannot be evaluated
//
// Objectives are in their own senses, "NaN", "Infinity" and "-Infinity" are numbers too, other
// members and other lines are ignored, and standard error is free. A program that ends with another
// exit code than 0 or by a signal has crashed, one that is not done at the deadline is ended with
// all its children; both cost that evaluation and nothing else.
#pragma once

#include "vilfredo/core/problem.hpp"
#include "vilfredo/problems/external/evaluation_journal.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace vilfredo {

struct ExternalVariable {
  std::string name;
  double lower = 0;
  double upper = 1;
  bool integer = false;
};

/// What the program is and what it computes.
struct Simulator {
  std::string name = "simulator";
  std::vector<std::string> command;  ///< argv: the program, looked up in PATH, and its arguments
  std::vector<ExternalVariable> variables;
  std::vector<Objective> objectives;
  std::vector<std::string> constraints;  ///< names; met where g <= 0
  double timeout_seconds = 3600;         ///< of one evaluation
  int retries = 0;  ///< of an evaluation that crashed or timed out, at once and uncounted
};

/// From a JSON object with these members; senses are "min" or "max":
///
///   {"name": …, "command": ["python3", "beam.py"], "timeout_s": 60, "retries": 1,
///    "variables": [{"name": "t", "lower": 1, "upper": 10, "kind": "integer"}, …],
///    "objectives": [{"name": "mass", "sense": "min", "unit": "kg"}, …],
///    "constraints": ["stress"]}
///
/// Throws Error{invalid_config} with every fault, one per line.
[[nodiscard]] Simulator simulator_from_json(std::string_view text, const std::string& source);

/// The problem of a simulator; thread-safe, so that a run with N threads has N programs at work.
///
/// A solution that was evaluated before, or that the journal holds, is not evaluated again: the
/// simulator is taken to be deterministic. A failure is remembered as well.
class ExternalProblem {
 public:
  /// Throws Error{not_found} if there is no such program, Error{invalid_argument} if a declaration
  /// is not valid.
  explicit ExternalProblem(Simulator simulator,
                           std::shared_ptr<EvaluationJournal> journal = nullptr);

  [[nodiscard]] const ProblemInfo& info() const { return info_; }

  /// Throws EvaluationFailure for a column that failed.
  void evaluate(MatrixIn x, EvalOut out) const;
  /// The same for one column, as a value. Counts nothing.
  [[nodiscard]] FinishedEvaluation evaluate_one(VectorIn x) const;

  [[nodiscard]] const EvaluationJournal& journal() const { return *journal_; }

 private:
  [[nodiscard]] FinishedEvaluation attempt(VectorIn x) const;

  std::shared_ptr<const Simulator> simulator_;
  std::shared_ptr<EvaluationJournal> journal_;
  ProblemInfo info_;
};

static_assert(Problem<ExternalProblem>);

/// What a journal must belong to: everything that changes values, not the deadline or the retries.
[[nodiscard]] std::string identity_of(const Simulator& simulator);

}  // namespace vilfredo
