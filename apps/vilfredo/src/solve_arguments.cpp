#include "arguments.hpp"

#include <vilfredo/suite/program/commands.hpp>
#include <vilfredo/suite/program/registries.hpp>

#include <memory>

namespace {

using vilfredo::suite::builtin_registries;
using vilfredo::suite::solve_command;
using vilfredo::suite::SolveRequest;

void add_budget(CLI::App& command, SolveRequest& request) {
  command.add_option("--evaluations", request.evaluations, "budget: solutions evaluated");
  command.add_option("--cost", request.cost,
                     "budget in the world's own unit: environment steps, …");
  command.add_option("--seconds", request.seconds,
                     "budget: wall time; the run is not repeatable then");
  command.add_option("--seed", request.seed, "root seed")->capture_default_str();
  command.add_option("--threads", request.threads, "results do not depend on it")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  command.add_option("--window", request.window, "batches evaluated at once; changes results")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
}

void add_outputs(CLI::App& command, SolveRequest& request) {
  command.add_option("--out", request.out, "CSV of the front; - is standard output")
      ->capture_default_str();
  command.add_option("--solutions", request.solutions_out,
                     "CSV of the variables, row by row as --out");
  command.add_flag("--archive", request.archive,
                   "write all non-dominated solutions met instead of the final ones");
  command.add_flag("--trace", request.trace, "print indicators over evaluations to standard error");
  command.add_option("--trace-out", request.trace_out, "CSV of indicators over evaluations");
  command.add_option("--indicator", request.indicators, "measure the front; may be repeated")
      ->allow_extra_args(false);
  command.add_flag("--digest", request.digest, "print the SHA-256 of the result to standard error");
}

void add_interruption(CLI::App& command, SolveRequest& request) {
  command.add_option("--checkpoint", request.checkpoint, "file to save the run to, once a minute");
  command.add_option("--checkpoint-seconds", request.checkpoint_seconds, "how often it is saved")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  command.add_option("--resume", request.resume, "continue the run saved in this file");
  command.add_option("--stop-after", request.stop_after,
                     "stop at the first boundary with at least this many units of cost used");
}

}  // namespace

void add_solve(CLI::App& program, Action& chosen) {
  auto request = std::make_shared<SolveRequest>();
  CLI::App* command = program.add_subcommand("solve", "Run one solver on one problem");
  command->add_option("problem", request->problem, "PROBLEM or PROBLEM:option=value,…");
  command->add_option("--solver", request->solver, "SOLVER or SOLVER:option=value,…");
  add_budget(*command, *request);
  add_outputs(*command, *request);
  add_interruption(*command, *request);
  command->callback([&chosen, request] {
    chosen = [request] { return solve_command(*request, builtin_registries()); };
  });
}
