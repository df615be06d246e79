#include "program/named.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/core/parallel.hpp>
#include <vilfredo/suite/plan/frame.hpp>
#include <vilfredo/suite/points/points.hpp>
#include <vilfredo/suite/program/commands.hpp>
#include <vilfredo/suite/program/console.hpp>
#include <vilfredo/suite/program/exit_code.hpp>

#include <fmt/format.h>

#include <cmath>

namespace vilfredo::suite {
namespace {

struct Front {
  Matrix f;  ///< minimised
  std::vector<Objective> objectives;

  [[nodiscard]] Index n_obj() const { return f.rows(); }
};

Front read_front(const IndicatorRequest& request) {
  const PointsFile file = from_file([&] { return read_points(request.front); });
  Front out;
  out.f = file.points.topRows(file.n_obj());
  out.objectives = file.objectives;
  out.objectives.resize(static_cast<std::size_t>(out.n_obj()));
  for (const int k : request.maximise) {
    if (k < 1 || k > static_cast<int>(out.n_obj())) {
      throw Error(Errc::invalid_argument,
                  fmt::format("--maximise {} names no objective; there are {}, counted from 1", k,
                              out.n_obj()));
    }
    out.objectives[static_cast<std::size_t>(k - 1)].sense = Sense::maximise;
  }
  flip_maximised(out.f, out.objectives);
  return out;
}

// A point of the command line, in the file's senses.
Vector point_of(const std::string& text, const char* option, const Front& front) {
  if (text.empty()) {
    return {};
  }
  Matrix point = parse_points(text, option).points;
  if (point.cols() != 1 || point.rows() != front.n_obj()) {
    throw Error(Errc::invalid_argument,
                fmt::format("{} has {} numbers where the front has {} objectives", option,
                            point.size(), front.n_obj()));
  }
  flip_maximised(point, front.objectives);
  return point.col(0);
}

Matrix reference_set_of(const IndicatorRequest& request, const Front& front) {
  if (request.reference_set.empty()) {
    return {};
  }
  const PointsFile file = from_file([&] { return read_points(request.reference_set); });
  Matrix set = file.points.topRows(file.n_obj());
  if (set.rows() != front.n_obj()) {
    throw Error(Errc::invalid_config,
                fmt::format("the reference set has {} objectives where the front has {}",
                            set.rows(), front.n_obj()))
        .with("file", request.reference_set);
  }
  flip_maximised(set, file.objectives.empty() ? front.objectives : file.objectives);
  return set;
}

void require(bool given, std::string_view indicator, std::string_view what, std::string_view how) {
  if (!given) {
    throw Error(Errc::invalid_argument,
                fmt::format("{} needs {}; give {} or --problem NAME", indicator, what, how));
  }
}

ReferenceFrame frame_of(const IndicatorRequest& request,
                        const IndicatorEntry& entry,
                        const Front& front,
                        const Registries& registries) {
  KnownFrame known;
  known.ideal = point_of(request.ideal, "--ideal", front);
  known.nadir = point_of(request.nadir, "--nadir", front);
  known.reference_point = point_of(request.reference, "--reference", front);
  known.reference_set = reference_set_of(request, front);
  known.reference_set_from = request.reference_set;
  if (!request.problem.empty()) {
    const NamedWorld world = named_world(request.problem, registries);
    if (objective_count(world.info) != front.n_obj()) {
      throw Error(Errc::invalid_argument,
                  fmt::format("{} has {} objectives and the front {}", world.type,
                              objective_count(world.info), front.n_obj()));
    }
    FrameSettings settings;
    settings.normalise = request.normalise ? Normalise::problem : Normalise::none;
    return frame_for(settings, known, entry, world.world);
  }
  const std::string& name = entry.description.name;
  require(!entry.needs_reference_point || known.reference_point.size() > 0, name,
          "a reference point", "--reference 1.1,1.1");
  require(!entry.needs_reference_set || known.reference_set.cols() > 0, name, "a reference set",
          "--reference-set FILE.csv");
  require(!entry.needs_ideal || known.ideal.size() > 0, name, "an ideal point", "--ideal 0,0");
  require(!request.normalise || (known.ideal.size() > 0 && known.nadir.size() > 0), "--normalise",
          "ideal and nadir", "--ideal 0,0 --nadir 1,1");
  ReferenceFrame frame;
  frame.ideal = known.ideal;
  frame.nadir = known.nadir;
  frame.reference = known.reference_point;
  frame.reference_set = known.reference_set;
  frame.normalise = request.normalise;
  frame.provenance = "command line";
  return frame;
}

void warn_if_not_reached(const IndicatorEntry& entry,
                         const ReferenceFrame& frame,
                         const Front& front) {
  if (!entry.needs_reference_point || frame.reference.size() == 0) {
    return;
  }
  for (Index j = 0; j < front.f.cols(); ++j) {
    if ((front.f.col(j).array() < frame.reference.array()).all()) {
      return;
    }
  }
  Console::warn(
      "no point of the front is better than the reference point in every objective, so "
      "nothing is dominated");
}

}  // namespace

int indicator_command(const IndicatorRequest& request, const Registries& registries) {
  const NamedParams named = parse_spec(request.indicator);
  const IndicatorEntry& entry = registries.indicators.at(named.name);
  Faults faults;
  const Value params = entry.resolve(named.params, "", faults);
  throw_usage(faults, named.name);
  const Front front = read_front(request);
  IndicatorValue value;
  try {
    const ReferenceFrame frame = frame_of(request, entry, front, registries);
    WorkerPool pool(request.threads);
    value = entry.make(frame, params)(front.f, pool);
    warn_if_not_reached(entry, frame, front);
  } catch (const Error& error) {
    // What frames complain about comes from the command line here, unless a file is to blame.
    if (error.code() != Errc::invalid_config || !error.notes().empty()) {
      throw;
    }
    throw Error(Errc::invalid_argument, error.sentence());
  }
  Console::print(exact_digits(value.value) + "\n");
  if (!value.exact) {
    Console::say(fmt::format("not exact: between {} and {}", exact_digits(value.lower),
                             exact_digits(value.upper)));
  }
  return kAllDone;
}

}  // namespace vilfredo::suite
