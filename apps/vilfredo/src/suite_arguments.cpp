// run, status, report, export, store, config
#include "arguments.hpp"

#include <vilfredo/suite/program/commands.hpp>
#include <vilfredo/suite/program/registries.hpp>

#include <memory>

using vilfredo::suite::builtin_registries;
using vilfredo::suite::config_check_command;
using vilfredo::suite::config_explain_command;
using vilfredo::suite::config_resolve_command;
using vilfredo::suite::config_schema_command;
using vilfredo::suite::ConfigRequest;
using vilfredo::suite::export_command;
using vilfredo::suite::ExportRequest;
using vilfredo::suite::report_command;
using vilfredo::suite::ReportRequest;
using vilfredo::suite::run_command;
using vilfredo::suite::RunRequest;
using vilfredo::suite::status_command;
using vilfredo::suite::StatusRequest;
using vilfredo::suite::store_check_command;

void add_run(CLI::App& program, Action& chosen) {
  auto request = std::make_shared<RunRequest>();
  CLI::App* command = program.add_subcommand(
      "run", "Work a suite off; what the store already holds is not done again");
  command->add_option("suite", request->suite, "suite file (JSON)")->required();
  command->add_option("--store", request->store, "file of the results; made if there is none");
  command->add_option("--jobs", request->jobs, "runs at once")->check(CLI::NonNegativeNumber);
  command->add_option("--threads-per-run", request->threads_per_run, "results do not depend on it")
      ->check(CLI::PositiveNumber);
  command
      ->add_option("--set", request->set,
                   "POINTER=VALUE, as /solvers/moead/params/population=200; may be repeated")
      ->allow_extra_args(false);
  command->add_option("--root-seed", request->root_seed, "wins over the file's");
  command->add_flag("--strict", request->strict, "warnings about the suite are errors");
  command->add_flag("--dry-run", request->dry_run, "say what would be done");
  command->add_flag("--retry-failed", request->retry_failed, "try failed runs again");
  command->add_flag("--quiet", request->quiet, "no progress and no table");
  command
      ->add_option("--checkpoint-seconds", request->checkpoint_seconds,
                   "how often a run in progress is saved")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  command->callback([&chosen, request] {
    chosen = [request] { return run_command(*request, builtin_registries()); };
  });
}

void add_status(CLI::App& program, Action& chosen) {
  auto request = std::make_shared<StatusRequest>();
  CLI::App* command = program.add_subcommand("status", "How far a result store is");
  command->add_option("store", request->store, "result store")->required();
  command->add_flag("--json", request->json, "as JSON");
  command->callback(
      [&chosen, request] { chosen = [request] { return status_command(*request); }; });
}

void add_report(CLI::App& program, Action& chosen) {
  auto request = std::make_shared<ReportRequest>();
  CLI::App* command = program.add_subcommand("report", "Tables and figures of a result store");
  command->add_option("store", request->store, "result store")->required();
  command->add_option("-o,--out", request->folder, "folder of the report");
  command->add_option("--format", request->formats, "html, md, csv, png, pdf; may be repeated")
      ->delimiter(',');
  command->add_flag("--print", request->print, "print the tables instead");
  command->callback([&chosen, request] {
    chosen = [request] { return report_command(*request, builtin_registries()); };
  });
}

void add_export(CLI::App& program, Action& chosen) {
  auto request = std::make_shared<ExportRequest>();
  CLI::App* command = program.add_subcommand("export", "Results as text");
  command->add_option("store", request->store, "result store")->required();
  command->add_flag("--csv", request->csv, "a row per run and indicator (default)");
  command->add_flag("--jsonl", request->jsonl, "an object per run");
  command->add_flag("--digests", request->digests, "run keys and digests of the results");
  command->add_option("--fronts", request->fronts, "folder for a CSV file per run");
  command->callback([&chosen, request] {
    chosen = [request] { return export_command(*request, builtin_registries()); };
  });
}

void add_store(CLI::App& program, Action& chosen) {
  CLI::App* store = program.add_subcommand("store", "Care for a result store");
  store->require_subcommand(1);
  auto path = std::make_shared<std::string>();
  CLI::App* check = store->add_subcommand("check", "Read everything and say what is damaged");
  check->add_option("store", *path, "result store")->required();
  check->callback([&chosen, path] { chosen = [path] { return store_check_command(*path); }; });
}

namespace {

using ConfigCommand = int (*)(const ConfigRequest&, const vilfredo::Registries&);

CLI::App* add_config_command(CLI::App& config,
                             const char* name,
                             const char* help,
                             const std::shared_ptr<ConfigRequest>& request,
                             Action& chosen,
                             ConfigCommand command) {
  CLI::App* out = config.add_subcommand(name, help);
  out->add_option("suite", request->suite, "suite file (JSON)")->required();
  out->add_option("--set", request->set, "POINTER=VALUE; may be repeated")->allow_extra_args(false);
  out->add_option("--root-seed", request->root_seed, "wins over the file's");
  out->add_flag("--strict", request->strict, "warnings are errors");
  out->callback([&chosen, request, command] {
    chosen = [request, command] { return command(*request, builtin_registries()); };
  });
  return out;
}

}  // namespace

void add_config(CLI::App& program, Action& chosen) {
  CLI::App* config = program.add_subcommand("config", "Look into suite files without running");
  config->require_subcommand(1);
  auto request = std::make_shared<ConfigRequest>();
  add_config_command(*config, "check", "List everything that is wrong", request, chosen,
                     config_check_command);
  add_config_command(*config, "resolve", "Print the plan with all defaults filled in", request,
                     chosen, config_resolve_command);
  CLI::App* explain = add_config_command(*config, "explain", "Say where a value comes from",
                                         request, chosen, config_explain_command);
  explain->add_option("run", request->run, "a run, a cell or an entry")->required();
  explain->add_option("pointer", request->pointer, "as /solver/params/population")->required();
  CLI::App* schema = config->add_subcommand("schema", "Print the JSON Schema of suite files");
  schema->callback(
      [&chosen] { chosen = [] { return config_schema_command(builtin_registries()); }; });
}
