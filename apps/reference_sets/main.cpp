// make reference-sets: writes problems/data/reference_sets/<problem>.csv.
#include "reference_set.hpp"

#include <vilfredo/core/file.hpp>
#include <vilfredo/suite/points/points.hpp>
#include <vilfredo/suite/program/registries.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>

namespace {

std::string file_text(const vilfredo::ReferenceSet& set, const vilfredo::ProblemInfo& info) {
  std::vector<vilfredo::Objective> objectives;
  for (vilfredo::Index k = 0; k < info.n_obj; ++k) {
    objectives.push_back(info.objective(k));
  }
  return fmt::format("# {}: {} of {} non-dominated points\n# {}\n# made by: make reference-sets\n",
                     set.problem, set.front.cols(), set.found, set.description) +
         vilfredo::suite::format_points(set.front, objectives);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Reference sets of the engineering problems");
  std::filesystem::path folder = "problems/data/reference_sets";
  std::vector<std::string> problems;
  vilfredo::ReferenceSetOptions options;
  app.add_option("problems", problems, "names; none: every problem of the re family without noise");
  app.add_option("-o,--out", folder, "folder of the CSV files")->capture_default_str();
  app.add_option("--evaluations", options.evaluations, "per run")->capture_default_str();
  app.add_option("--seeds", options.seeds, "runs per solver")->capture_default_str();
  app.add_option("--points", options.points, "points kept")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  try {
    const vilfredo::Registries registries = vilfredo::suite::builtin_registries();
    if (problems.empty()) {
      for (const std::string& name : registries.problems.names()) {
        if (name.ends_with("_svh") || name.ends_with("_relaxed")) {
          continue;  // the front of another problem, or in closed form
        }
        if (registries.problems.at(name).description.family == "re" &&
            !registries.problems.make(name).info().stochastic) {
          problems.push_back(name);
        }
      }
    }
    std::filesystem::create_directories(folder);
    for (const std::string& name : problems) {
      const vilfredo::ReferenceSet set = vilfredo::make_reference_set(registries, name, options);
      vilfredo::write_file_atomically(folder / (name + ".csv"),
                                      file_text(set, registries.problems.make(name).info()));
      fmt::print(stderr, "{}: kept {} of {} points\n", name, set.front.cols(), set.found);
    }
    return 0;
  } catch (const vilfredo::Error& error) {
    fmt::print(stderr, "error[{}] {}\n", vilfredo::name(error.code()), error.what());
    return 70;
  }
}
