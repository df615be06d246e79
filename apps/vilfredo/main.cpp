// vilfredo: multi-objective optimisation from the command line.
#include "arguments.hpp"

#include <vilfredo/suite/program/console.hpp>
#include <vilfredo/suite/program/exit_code.hpp>

#include <CLI/CLI.hpp>

#include <string>

namespace {

// CLI11's own message, in the form all errors have here.
int usage_error(const CLI::ParseError& error) {
  std::string text = error.what();
  for (char& c : text) {
    c = c == '\n' ? ' ' : c;
  }
  vilfredo::suite::Console::say("error[invalid_argument] " + text + "; see vilfredo --help");
  return vilfredo::suite::kBadUsage;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App program{
      "Multi-objective optimisation: problems, solvers, indicators and suites of runs.",
      "vilfredo"};
  program.require_subcommand(1);
  program.set_version_flag("--version", "vilfredo " VILFREDO_VERSION);
  Action chosen;
  for (const auto add :
       {add_list, add_describe, add_solve, add_evaluate, add_indicator, add_attainment, add_run,
        add_status, add_report, add_export, add_store, add_config, add_version}) {
    add(program, chosen);
  }
  try {
    program.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return program.exit(help);
  } catch (const CLI::ParseError& error) {
    return usage_error(error);
  }
  try {
    return chosen();
  } catch (...) {
    return vilfredo::suite::report_current_error();
  }
}
