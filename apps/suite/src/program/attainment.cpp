#include "program/front_file.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/indicators/attainment.hpp>
#include <vilfredo/suite/points/points.hpp>
#include <vilfredo/suite/program/commands.hpp>
#include <vilfredo/suite/program/console.hpp>
#include <vilfredo/suite/program/exit_code.hpp>

#include <fmt/format.h>

namespace vilfredo::suite {
namespace {

struct Runs {
  std::vector<Matrix> fronts;
  std::vector<Objective> objectives;
};

void add(const std::vector<std::string>& files,
         const std::vector<int>& maximise,
         const std::vector<Objective>& objectives,
         Runs& out) {
  out.objectives = objectives;
  for (const std::string& file : files) {
    Front front = read_front(file, maximise);
    if (out.objectives.empty()) {
      out.objectives = front.objectives;
    }
    const auto expected = static_cast<Index>(out.objectives.size());
    if (front.n_obj() != expected) {
      throw Error(
          Errc::invalid_argument,
          fmt::format("a run has {} objectives where others have {}", front.n_obj(), expected))
          .with("file", file);
    }
    out.fronts.push_back(std::move(front.f));
  }
}

}  // namespace

int attainment_command(const AttainmentRequest& request) {
  Runs runs;
  add(request.runs, request.maximise, {}, runs);
  if (request.against.empty()) {
    Matrix surface = attainment_surface(runs.fronts, request.quantile);
    flip_maximised(surface, runs.objectives);
    Console::print(format_points(surface, runs.objectives));
    return kAllDone;
  }
  Runs others;
  add(request.against, request.maximise, runs.objectives, others);
  const AttainmentContrast contrast = attainment_contrast(runs.fronts, others.fronts);
  const Index n_obj = contrast.points.rows();
  Matrix rows(n_obj + 1, contrast.points.cols());
  rows.topRows(n_obj) = contrast.points;
  rows.row(n_obj) = contrast.value.transpose();
  flip_maximised(rows, runs.objectives);
  Console::print(
      "# the objectives, then the share of runs that attain them, less that of --against\n" +
      format_points(rows));
  return kAllDone;
}

}  // namespace vilfredo::suite
