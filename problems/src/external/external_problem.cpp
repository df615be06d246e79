#include "vilfredo/problems/external/external_problem.hpp"

#include "external/child_process.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/evaluation_failure.hpp"
#include "vilfredo/core/json_text.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <string_view>

namespace vilfredo {
namespace {

using detail::ChildResult;

ProblemInfo describe(const Simulator& simulator) {
  ProblemInfo info;
  info.name = simulator.name;
  info.n_var = static_cast<Index>(simulator.variables.size());
  info.n_obj = static_cast<Index>(simulator.objectives.size());
  info.n_con = static_cast<Index>(simulator.constraints.size());
  info.lower.resize(info.n_var);
  info.upper.resize(info.n_var);
  bool all_real = true;
  for (Index i = 0; i < info.n_var; ++i) {
    const ExternalVariable& variable = simulator.variables[static_cast<std::size_t>(i)];
    info.lower[i] = variable.lower;
    info.upper[i] = variable.upper;
    info.kinds.push_back(variable.integer ? VarKind::integer : VarKind::real);
    info.variable_names.push_back(variable.name);
    all_real = all_real && !variable.integer;
  }
  if (all_real) {
    info.kinds.clear();
  }
  info.objectives = simulator.objectives;
  info.constraint_names = simulator.constraints;
  info.chunk = 1;
  info.threads = ThreadSafety::concurrent;
  info.check();
  return info;
}

std::string request_text(const Simulator& simulator, VectorIn x) {
  Value::Object variables;
  for (Index i = 0; i < x.size(); ++i) {
    const ExternalVariable& variable = simulator.variables[static_cast<std::size_t>(i)];
    variables.emplace_back(variable.name, variable.integer
                                              ? Value(static_cast<std::int64_t>(std::llround(x[i])))
                                              : Value(x[i]));
  }
  return to_json(Value::Object{{"x", Value(std::move(variables))},
                               {"deadline_s", simulator.timeout_seconds}}) +
         "\n";
}

FinishedEvaluation failure(Outcome outcome, std::string reason) {
  FinishedEvaluation out;
  out.outcome = outcome;
  out.reason = std::move(reason);
  return out;
}

std::string last_line(std::string_view text) {
  const std::size_t end = text.find_last_not_of(" \t\r\n");
  if (end == std::string_view::npos) {
    return "";
  }
  const std::size_t start = text.rfind('\n', end);
  return std::string(text.substr(start == std::string_view::npos ? 0 : start + 1,
                                 end - (start == std::string_view::npos ? 0 : start + 1) + 1));
}

/// Of the last line that is a JSON object; null if there is none.
Value last_object(std::string_view output) {
  while (!output.empty()) {
    const std::string line = last_line(output);
    if (line.empty()) {
      break;
    }
    ParsedJson parsed = parse_json(line);
    if (parsed.faults.empty() && parsed.value.is_object()) {
      return std::move(parsed.value);
    }
    output = output.substr(0, output.rfind(line));
  }
  return {};
}

double number_from(const Value& node) {
  constexpr double kInf = std::numeric_limits<double>::infinity();
  if (node.is_string()) {
    const std::string& word = node.as_string();
    if (word == "NaN") {
      return std::numeric_limits<double>::quiet_NaN();
    }
    if (word == "Infinity" || word == "-Infinity") {
      return word.front() == '-' ? -kInf : kInf;
    }
  }
  return node.as_double();
}

/// Throws EvaluationFailure if the list is not what was declared.
Vector numbers_from(const Value& reply, const char* key, Index wanted) {
  const Value* list = reply.find(key);
  if (list == nullptr && wanted == 0) {
    return Vector(0);
  }
  const auto found = list != nullptr && list->is_array() ? list->as_array().size() : 0;
  if (static_cast<Index>(found) != wanted) {
    throw EvaluationFailure(
        Outcome::threw,
        fmt::format("the reply holds {} numbers in \"{}\", {} are declared", found, key, wanted));
  }
  Vector out(wanted);
  for (Index i = 0; i < wanted; ++i) {
    try {
      out[i] = number_from(list->as_array()[static_cast<std::size_t>(i)]);
    } catch (const Error& error) {
      throw EvaluationFailure(Outcome::threw, fmt::format("the reply holds something in \"{}\" "
                                                          "that is no number: {}",
                                                          key, error.what()));
    }
  }
  return out;
}

FinishedEvaluation evaluation_from(const Value& reply, const ProblemInfo& info) {
  if (reply.is_null()) {
    return failure(Outcome::threw, "the simulator printed no line that is a JSON object");
  }
  const Value* status = reply.find("status");
  if (status != nullptr && !(status->is_string() && status->as_string() == "ok")) {
    const Value* reason = reply.find("reason");
    return failure(Outcome::threw, reason != nullptr && reason->is_string()
                                       ? reason->as_string()
                                       : "the simulator reported a failure");
  }
  FinishedEvaluation out;
  out.f = numbers_from(reply, "f", info.n_obj);
  out.g = numbers_from(reply, "g", info.n_con);
  if (!out.f.allFinite() || !out.g.allFinite()) {
    return failure(Outcome::non_finite, "an objective or constraint is NaN or infinite");
  }
  for (Index k = 0; k < info.n_obj; ++k) {
    if (info.objective(k).sense == Sense::maximise) {
      out.f[k] = -out.f[k];
    }
  }
  return out;
}

FinishedEvaluation evaluation_from(const ChildResult& child,
                                   const Simulator& simulator,
                                   const ProblemInfo& info) {
  const std::string said = last_line(child.errors);
  const std::string tail = said.empty() ? "" : ": " + said;
  switch (child.end) {
    case ChildResult::End::timed_out:
      return failure(Outcome::timed_out,
                     fmt::format("not done after {:g} s{}", simulator.timeout_seconds, tail));
    case ChildResult::End::too_much_output:
      return failure(Outcome::crashed, "it printed more than a megabyte and was ended");
    case ChildResult::End::signalled:
      return failure(Outcome::crashed, fmt::format("ended by signal {}{}", child.code, tail));
    case ChildResult::End::exited:
      break;
  }
  if (child.code != 0) {
    return failure(Outcome::crashed, fmt::format("exit code {}{}", child.code, tail));
  }
  try {
    return evaluation_from(last_object(child.output), info);
  } catch (const EvaluationFailure& wrong) {
    return failure(wrong.outcome(), wrong.what());
  }
}

}  // namespace

ExternalProblem::ExternalProblem(Simulator simulator, std::shared_ptr<EvaluationJournal> journal)
    : simulator_(std::make_shared<const Simulator>(std::move(simulator))),
      journal_(journal == nullptr ? std::make_shared<EvaluationJournal>() : std::move(journal)),
      info_(describe(*simulator_)) {
  if (simulator_->command.empty() || !detail::is_executable(simulator_->command.front())) {
    throw Error(Errc::not_found, "there is no such program, or it may not be executed")
        .with("command", simulator_->command.empty() ? "" : simulator_->command.front());
  }
}

FinishedEvaluation ExternalProblem::attempt(VectorIn x) const {
  const auto start = std::chrono::steady_clock::now();
  const ChildResult child = detail::run_child(simulator_->command, request_text(*simulator_, x),
                                              simulator_->timeout_seconds);
  FinishedEvaluation out = evaluation_from(child, *simulator_, info_);
  out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return out;
}

FinishedEvaluation ExternalProblem::evaluate_one(VectorIn x) const {
  if (const auto known = journal_->find(x)) {
    return *known;
  }
  FinishedEvaluation done = attempt(x);
  for (int again = 0; again < simulator_->retries &&
                      (done.outcome == Outcome::crashed || done.outcome == Outcome::timed_out);
       ++again) {
    done = attempt(x);
  }
  journal_->add(x, done);
  return done;
}

void ExternalProblem::evaluate(MatrixIn x, EvalOut out) const {
  VILFREDO_ASSERT(x.rows() == info_.n_var && out.f.rows() == info_.n_obj, "shapes as declared");
  for (Index j = 0; j < x.cols(); ++j) {
    const FinishedEvaluation done = evaluate_one(x.col(j));
    if (done.outcome != Outcome::ok) {
      throw EvaluationFailure(done.outcome, done.reason);
    }
    out.f.col(j) = done.f;
    out.g.col(j) = done.g;
  }
}

}  // namespace vilfredo
