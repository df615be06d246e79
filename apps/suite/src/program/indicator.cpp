#include "program/front_file.hpp"
#include "program/named.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/core/parallel.hpp>
#include <vilfredo/suite/plan/frame.hpp>
#include <vilfredo/suite/points/points.hpp>
#include <vilfredo/suite/program/commands.hpp>
#include <vilfredo/suite/program/console.hpp>
#include <vilfredo/suite/program/exit_code.hpp>
#include <vilfredo/suite/program/registries.hpp>

#include <fmt/format.h>

#include <cmath>
#include <string>
#include <vector>

namespace vilfredo::suite {
namespace {

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

// What frames complain about comes from the command line here, unless a file is to blame.
template <class Measure>
auto as_usage(const Measure& measure) {
  try {
    return measure();
  } catch (const Error& error) {
    if (error.code() != Errc::invalid_config || !error.notes().empty()) {
      throw;
    }
    throw Error(Errc::invalid_argument, error.sentence());
  }
}

template <class Entry>
Value params_of(const Entry& entry, const NamedParams& named) {
  Faults faults;
  Value params = entry.resolve(named.params, "", faults);
  throw_usage(faults, named.name);
  return params;
}

int measure_front(const IndicatorRequest& request,
                  const NamedParams& named,
                  const Registries& registries) {
  const IndicatorEntry& entry = registries.indicators.at(named.name);
  const Value params = params_of(entry, named);
  const Front front = read_front(request.front, request.maximise);
  const IndicatorValue value = as_usage([&] {
    const ReferenceFrame frame = frame_of(request, entry, front, registries);
    WorkerPool pool(request.threads);
    const IndicatorValue out = entry.make(frame, params)(front.f, pool);
    warn_if_not_reached(entry, frame, front);
    return out;
  });
  Console::print(exact_digits(value.value) + "\n");
  if (!value.exact) {
    Console::say(fmt::format("not exact: between {} and {}", exact_digits(value.lower),
                             exact_digits(value.upper)));
  }
  return kAllDone;
}

/// A line per point, in the order of the file.
int measure_points(const IndicatorRequest& request,
                   const NamedParams& named,
                   const Registries& registries) {
  const PointMeasureEntry& entry = builtin_point_measures().at(named.name);
  const Value params = params_of(entry, named);
  const Front front = read_front(request.front, request.maximise);
  const Vector values = as_usage([&] {
    IndicatorEntry needs;
    needs.description = entry.description;
    needs.needs_reference_point = entry.needs_reference_point;
    needs.needs_ideal = entry.needs_ideal;
    const ReferenceFrame frame = frame_of(request, needs, front, registries);
    Vector out = entry.measure(frame, params, front.f);
    warn_if_not_reached(needs, frame, front);
    return out;
  });
  std::string text;
  for (const double value : values) {
    text += exact_digits(value) + "\n";
  }
  Console::print(text);
  return kAllDone;
}

}  // namespace

int indicator_command(const IndicatorRequest& request, const Registries& registries) {
  const NamedParams named = parse_spec(request.indicator);
  const PointMeasureRegistry& of_points = builtin_point_measures();
  if (of_points.has(named.name)) {
    return measure_points(request, named, registries);
  }
  if (!registries.indicators.has(named.name)) {
    std::vector<std::string> known = registries.indicators.names();
    const std::vector<std::string> more = of_points.names();
    known.insert(known.end(), more.begin(), more.end());
    throw unknown_name("indicator", named.name, known);
  }
  return measure_front(request, named, registries);
}

}  // namespace vilfredo::suite
