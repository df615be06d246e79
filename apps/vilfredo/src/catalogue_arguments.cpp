// list, describe, version, evaluate, indicator, attainment
#include "arguments.hpp"

#include <vilfredo/suite/program/commands.hpp>
#include <vilfredo/suite/program/registries.hpp>

#include <memory>

using vilfredo::suite::attainment_command;
using vilfredo::suite::AttainmentRequest;
using vilfredo::suite::builtin_registries;
using vilfredo::suite::describe_command;
using vilfredo::suite::DescribeRequest;
using vilfredo::suite::evaluate_command;
using vilfredo::suite::EvaluationRequest;
using vilfredo::suite::indicator_command;
using vilfredo::suite::IndicatorRequest;
using vilfredo::suite::list_command;
using vilfredo::suite::ListRequest;
using vilfredo::suite::version_command;
using vilfredo::suite::VersionRequest;

void add_list(CLI::App& program, Action& chosen) {
  auto request = std::make_shared<ListRequest>();
  CLI::App* command = program.add_subcommand("list", "What there is, by name");
  command
      ->add_option("what", request->what,
                   "problems, environments, solvers, indicators, point_measures or suites")
      ->required();
  command->add_option("--fits", request->fits,
                      "only what goes together with this problem, environment or solver");
  command->add_flag("--json", request->json, "as JSON");
  command->callback([&chosen, request] {
    chosen = [request] { return list_command(*request, builtin_registries()); };
  });
}

void add_describe(CLI::App& program, Action& chosen) {
  auto request = std::make_shared<DescribeRequest>();
  CLI::App* command =
      program.add_subcommand("describe", "Options, ranges, defaults, needs and paper of one name");
  command->add_option("name", request->name, "NAME or NAME:option=value,…")->required();
  command->add_flag("--json", request->json, "as JSON");
  command->callback([&chosen, request] {
    chosen = [request] { return describe_command(*request, builtin_registries()); };
  });
}

void add_evaluate(CLI::App& program, Action& chosen) {
  auto request = std::make_shared<EvaluationRequest>();
  CLI::App* command = program.add_subcommand(
      "evaluate", "Objectives, then constraints, of given points: a row for each row");
  command->add_option("problem", request->problem, "PROBLEM or PROBLEM:option=value,…")->required();
  command->add_option("points", request->points, "CSV file of variables; - is standard input")
      ->required();
  command->add_option("--out", request->out, "CSV file; - is standard output");
  command->add_option("--seed", request->seed, "of the noise of a stochastic problem");
  command->callback([&chosen, request] {
    chosen = [request] { return evaluate_command(*request, builtin_registries()); };
  });
}

void add_indicator(CLI::App& program, Action& chosen) {
  auto request = std::make_shared<IndicatorRequest>();
  CLI::App* command = program.add_subcommand(
      "indicator", "One number for a front, or one for each of its points, with 17 digits");
  command
      ->add_option("indicator", request->indicator,
                   "INDICATOR or POINT_MEASURE, with :option=value,…")
      ->required();
  command->add_option("front", request->front, "CSV file of objectives; - is standard input")
      ->required();
  command->add_option("--problem", request->problem,
                      "take what is not given here from this problem: reference point and front, "
                      "ideal, nadir");
  command->add_option("--reference", request->reference, "reference point, as 1.1,1.1");
  command->add_option("--reference-set", request->reference_set, "CSV file of a reference front");
  command->add_option("--ideal", request->ideal, "ideal point, as 0,0");
  command->add_option("--nadir", request->nadir, "nadir point, as 1,1");
  command->add_flag("--normalise", request->normalise, "map ideal to 0 and nadir to 1 first");
  command
      ->add_option("--maximise", request->maximise, "objectives that are maximised, counted from 1")
      ->delimiter(',');
  command->add_option("--threads", request->threads, "results do not depend on it")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  command->callback([&chosen, request] {
    chosen = [request] { return indicator_command(*request, builtin_registries()); };
  });
}

void add_attainment(CLI::App& program, Action& chosen) {
  auto request = std::make_shared<AttainmentRequest>();
  CLI::App* command = program.add_subcommand(
      "attainment", "What a share of several runs attains, or where two sets of runs differ");
  command->add_option("runs", request->runs, "CSV files of objectives, one for each run")
      ->required();
  command
      ->add_option("--quantile", request->quantile,
                   "of the surface: 0 what the best run attains, 0.5 the median, 1 what all attain")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 1.0));
  command->add_option("--against", request->against,
                      "files of other runs: print points and the difference there");
  command
      ->add_option("--maximise", request->maximise, "objectives that are maximised, counted from 1")
      ->delimiter(',');
  command->callback(
      [&chosen, request] { chosen = [request] { return attainment_command(*request); }; });
}

void add_version(CLI::App& program, Action& chosen) {
  auto request = std::make_shared<VersionRequest>();
  CLI::App* command = program.add_subcommand("version", "Version, and what is built in");
  command->add_flag("--features", request->features, "libraries, instruction set, build");
  command->callback(
      [&chosen, request] { chosen = [request] { return version_command(*request); }; });
}
