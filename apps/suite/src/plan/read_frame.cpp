#include "plan/read_frame.hpp"

#include "plan/frame_options.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/points/points.hpp>

#include <fmt/format.h>

namespace vilfredo::suite {

namespace {

Vector to_vector(const std::vector<double>& numbers) {
  return Eigen::Map<const Vector>(numbers.data(), static_cast<Index>(numbers.size()));
}

const Located* given(const Located& object, std::string_view key) {
  const Located* node = object.find(key);
  return node == nullptr || node->is_null() ? nullptr : node;
}

template <Options O>
O read(const Located& node, ConfigFaults& faults) {
  O out;
  Faults wrong;
  read_options(value_of(node), out, "", wrong);
  faults.add(wrong, node);
  return out;
}

/// Relative to the file that names it; to the working folder on the command line.
std::filesystem::path beside(const Origin& origin, const std::string& file) {
  const bool in_file = origin.layer != Layer::command_line;
  return in_file ? std::filesystem::path(origin.file).parent_path() / file
                 : std::filesystem::path(file);
}

Matrix read_set(const Located& node,
                const std::string& file,
                const WorldInfo& info,
                ConfigFaults& faults) {
  try {
    PointsFile read = read_points(beside(node.origin, file).string());
    if (read.objectives.empty()) {
      flip_maximised(read.points, info);
    } else {
      flip_maximised(read.points, read.objectives);
    }
    return read.points.topRows(read.n_obj());
  } catch (const Error& error) {
    faults.add(node.origin, fmt::format("the reference set cannot be read: {}", error.what()));
    return {};
  }
}

ReferenceSetOptions reference_set_options(const Located& node, ConfigFaults& faults) {
  ReferenceSetOptions out;
  if (node.text() != nullptr) {
    out.file = *node.text();
  } else {
    out = read<ReferenceSetOptions>(node, faults);
  }
  return out;
}

}  // namespace

KnownFrame read_known_frame(const Located& problem, const WorldInfo& info, ConfigFaults& faults) {
  KnownFrame frame;
  const Located* node = given(problem, "frame");
  if (node == nullptr) {
    return frame;
  }
  const auto options = read<KnownFrameOptions>(*node, faults);
  const auto take = [&](const char* key, const std::vector<double>& numbers, Vector& point) {
    if (!numbers.empty() && static_cast<Index>(numbers.size()) != objective_count(info)) {
      faults.add(node->find(key)->origin,
                 fmt::format("has {} numbers, but \"{}\" has {} objectives", numbers.size(),
                             name_of(info), objective_count(info)));
      return;
    }
    point = to_vector(numbers);
    flip_maximised(point, info);
  };
  take("ideal", options.ideal, frame.ideal);
  take("nadir", options.nadir, frame.nadir);
  take("reference_point", options.reference_point, frame.reference_point);
  frame.hypervolume = options.hypervolume;
  if (!options.reference_set.empty()) {
    const Located& file = *node->find("reference_set");
    frame.reference_set = read_set(file, options.reference_set, info, faults);
    frame.reference_set_from = options.reference_set;
  }
  return frame;
}

FrameSettings read_frame_settings(const Located& indicator, ConfigFaults& faults) {
  FrameSettings settings;
  if (const Located* node = given(indicator, "normalise")) {
    Faults wrong;
    vilfredo::detail::read_field(value_of(*node), settings.normalise, {}, "", wrong);
    faults.add(wrong, *node);
  }
  if (const Located* node = given(indicator, "reference_point")) {
    ReferencePointOptions options;
    if (node->is_array()) {  // [11, 11] is short for {"policy": "point", "point": [11, 11]}
      Faults wrong;
      vilfredo::detail::read_field(value_of(*node), options.point, {}, "", wrong);
      faults.add(wrong, *node);
      options.policy = ReferencePolicy::point;
    } else {
      options = read<ReferencePointOptions>(*node, faults);
    }
    settings.policy = options.policy;
    settings.offset = options.offset;
    settings.point = to_vector(options.point);
  }
  if (const Located* node = given(indicator, "reference_set")) {
    settings.reference_points = reference_set_options(*node, faults).points;
  }
  return settings;
}

Matrix read_reference_file(const Located& indicator,
                           const std::string& problem_id,
                           const WorldInfo& info,
                           ConfigFaults& faults) {
  const Located* node = given(indicator, "reference_set");
  if (node == nullptr) {
    return {};
  }
  ConfigFaults already_reported;
  std::string file = reference_set_options(*node, already_reported).file;
  if (file.empty()) {
    return {};
  }
  const std::string placeholder = "{problem}";
  for (std::size_t at = file.find(placeholder); at != std::string::npos;
       at = file.find(placeholder)) {
    file.replace(at, placeholder.size(), problem_id);
  }
  return read_set(*node, file, info, faults);
}

}  // namespace vilfredo::suite
