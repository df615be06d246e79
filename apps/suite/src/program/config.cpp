#include <vilfredo/suite/config/suite_file.hpp>
#include <vilfredo/suite/plan/explain.hpp>
#include <vilfredo/suite/plan/plan.hpp>
#include <vilfredo/suite/plan/resolved.hpp>
#include <vilfredo/suite/program/commands.hpp>
#include <vilfredo/suite/program/console.hpp>
#include <vilfredo/suite/program/exit_code.hpp>
#include <vilfredo/suite/schema/schema.hpp>

#include <fmt/format.h>

namespace vilfredo::suite {
namespace {

SuiteFile loaded(const ConfigRequest& request) {
  LoadOptions options;
  options.set = request.set;
  options.root_seed = request.root_seed;
  options.strict = request.strict;
  return load_suite(request.suite, options);
}

}  // namespace

int config_check_command(const ConfigRequest& request, const Registries& registries) {
  const Plan checked = check(loaded(request), registries);
  for (const std::string& warning : checked.warnings) {
    Console::warn(warning);
  }
  throw_if_any(checked.faults);
  Console::print(fmt::format("{}: sound; {} problems, {} solvers, {} indicators, {} runs\n",
                             request.suite, checked.problems.size(), checked.solvers.size(),
                             checked.indicators.size(), checked.runs.size()));
  return kAllDone;
}

int config_resolve_command(const ConfigRequest& request, const Registries& registries) {
  Console::print(to_json(resolved(plan(loaded(request), registries)), 2) + "\n");
  return kAllDone;
}

int config_explain_command(const ConfigRequest& request, const Registries& registries) {
  Console::print(describe(explain(loaded(request), registries, request.run, request.pointer)));
  return kAllDone;
}

int config_schema_command(const Registries& registries) {
  Console::print(to_json(json_schema(registries), 2) + "\n");
  return kAllDone;
}

}  // namespace vilfredo::suite
