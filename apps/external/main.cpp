// vilfredo-external: expensive simulators, optimised in batches, ended and continued at will, and
// the trade-off that was learned for any preference.
#include "preferences.hpp"
#include "session.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/program/console.hpp>
#include <vilfredo/suite/program/exit_code.hpp>
#include <vilfredo/suite/program/interruption.hpp>
#include <vilfredo/suite/program/registries.hpp>

#include <CLI/CLI.hpp>

#include <string>

namespace {

using namespace vilfredo;
using external::Request;
using suite::Console;

void describe(CLI::App& program, Request& request) {
  program
      .add_option("simulator", request.simulator, "JSON file: command, variables, objectives, …")
      ->required();
  program.add_option("--folder", request.folder, "of the run: journal, checkpoint, results")
      ->required();
  program.add_option("--evaluations", request.evaluations, "budget")->required();
  program.add_option("--solver", request.solver, "SOLVER or SOLVER:option=value,…")
      ->capture_default_str();
  program.add_option("--seed", request.seed, "root seed")->capture_default_str();
  program.add_option("--children", request.children, "simulators at work at once")
      ->capture_default_str()
      ->check(CLI::Range(1, 1024));
  program
      .add_option("--give-up-after", request.give_up_after,
                  "failures in a row that end the run; 0: never")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  program
      .add_option("--preference", request.preferences,
                  "print the learned design for these weights of the objectives: 0.3,0.7; - "
                  "reads a preference per line of standard input; may be repeated")
      ->allow_extra_args(false);
  program.add_flag("--evaluate", request.evaluate,
                   "run the simulator at the learned designs, outside the budget");
}

int work(const Request& request) {
  const Registries registries = suite::builtin_registries();
  external::Session session(request, registries);
  const suite::Interruption interruption;
  const bool finished = session.run(interruption.flag());
  session.write_results();
  if (session.hopeless()) {
    Console::warn(
        "gave up: the simulator failed too often in a row; its reasons are in "
        "evaluations.jsonl");
    return suite::kSomeFailed;
  }
  if (!finished) {
    Console::say("interrupted; the same command continues");
    return interruption.exit_code();
  }
  external::answer(session, request);
  return suite::kAllDone;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App program("Optimises an external simulator", "vilfredo-external");
  Request request;
  describe(program, request);
  try {
    program.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return program.exit(help);
  } catch (const CLI::ParseError& error) {
    Console::say(std::string("error[invalid_argument] ") + error.what() +
                 "; see vilfredo-external --help");
    return suite::kBadUsage;
  }
  try {
    return work(request);
  } catch (...) {
    return suite::report_current_error();
  }
}
