// A run on an external simulator that lives in a folder and can be ended and continued at any time.
#pragma once

#include <vilfredo/core/registry.hpp>
#include <vilfredo/core/run.hpp>
#include <vilfredo/problems/external/external_problem.hpp>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace vilfredo::external {

struct Request {
  std::filesystem::path simulator;   ///< JSON file
  std::string solver = "qlognehvi";  ///< NAME or NAME:option=value,…
  std::uint64_t evaluations = 0;     ///< budget
  std::uint64_t seed = 1;
  int children = 5;                      ///< simulators at work at once
  std::filesystem::path folder;          ///< journal, checkpoint and results
  int give_up_after = 10;                ///< failures in a row; 0: never
  std::vector<std::string> preferences;  ///< "0.3,0.7", or "-": lines of standard input
  bool evaluate = false;                 ///< run the simulator at the learned points
};

/// What the folder holds beside the journal: the solver, the budget and the seed of its run.
///
///   settings.json        written once; a later call must agree with it
///   evaluations.jsonl    every finished evaluation, on disk before the next one starts
///   run.checkpoint       the run at its last boundary
///   front.csv            non-dominated objectives so far, in their own senses
///   designs.csv          their variables, row by row
class Session {
 public:
  /// Reads the simulator and opens the folder, new or not. Throws Error for everything that is
  /// wrong with the request before the simulator is started once.
  Session(const Request& request, const Registries& registries);

  /// Runs until the budget is used, `stop` is set or the simulator fails too often in a row.
  /// Finished evaluations are not repeated. Returns whether the budget is used.
  bool run(const std::atomic<bool>& stop);
  /// Writes front.csv and designs.csv and says on standard error what was found.
  void write_results() const;

  [[nodiscard]] bool hopeless() const;

  [[nodiscard]] const ExternalProblem& problem() const { return problem_; }

  [[nodiscard]] const AnySolver& solver() const { return run_->solver(); }

 private:
  class Watch;

  Request request_;
  ExternalProblem problem_;
  std::shared_ptr<Watch> watch_;
  std::atomic<bool> stop_ = false;
  std::unique_ptr<Run> run_;
};

}  // namespace vilfredo::external
