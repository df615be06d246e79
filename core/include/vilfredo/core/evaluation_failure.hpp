// How a problem that evaluates elsewhere says what became of an evaluation.
#pragma once

#include "vilfredo/core/outcome.hpp"

#include <stdexcept>
#include <string>

namespace vilfredo {

/// Thrown by a problem's evaluate(). The evaluator turns it into that outcome of the column, where
/// every other exception becomes Outcome::threw.
class EvaluationFailure : public std::runtime_error {
 public:
  /// `outcome` is not Outcome::ok; the sentence is for the log.
  EvaluationFailure(Outcome outcome, const std::string& sentence)
      : std::runtime_error(sentence), outcome_(outcome) {}

  [[nodiscard]] Outcome outcome() const { return outcome_; }

 private:
  Outcome outcome_;
};

}  // namespace vilfredo
