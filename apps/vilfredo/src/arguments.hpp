// The arguments of each command. Every function declares one command below `program` and stores in
// `chosen` what is to be called if the command line names it.
#pragma once

#include <vilfredo/core/registry.hpp>

#include <CLI/CLI.hpp>

#include <functional>

/// Returns the exit code. The registries are made only when a command runs.
using Action = std::function<int()>;

void add_list(CLI::App& program, Action& chosen);
void add_describe(CLI::App& program, Action& chosen);
void add_solve(CLI::App& program, Action& chosen);
void add_evaluate(CLI::App& program, Action& chosen);
void add_attainment(CLI::App& program, Action& chosen);
void add_indicator(CLI::App& program, Action& chosen);
void add_run(CLI::App& program, Action& chosen);
void add_status(CLI::App& program, Action& chosen);
void add_report(CLI::App& program, Action& chosen);
void add_export(CLI::App& program, Action& chosen);
void add_store(CLI::App& program, Action& chosen);
void add_config(CLI::App& program, Action& chosen);
void add_version(CLI::App& program, Action& chosen);
