#include "config/grid.hpp"

#include "config/keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace vilfredo::suite {

namespace {

/// A pointer and the values it takes.
using Axis = std::pair<std::string, const Located*>;

bool may_vary(const std::string& pointer) {
  for (const char* fixed : {"/id", "/grid", "/zip", "/id_format"}) {
    const std::string key = fixed;
    if (pointer == key || pointer.starts_with(key + "/")) {
      return false;
    }
  }
  return pointer.size() > 1 && pointer.front() == '/';
}

std::vector<Axis> read_axes(const Located& entry, const char* key, ConfigFaults& faults) {
  std::vector<Axis> axes;
  const Located* node = entry.find(key);
  if (node == nullptr || node->is_null() || !is_object(*node, faults)) {
    return axes;
  }
  for (const Located::Member& member : node->members) {
    if (!may_vary(member.first)) {
      faults.add({member.second.origin,
                  fmt::format("\"{}\" names nothing that a {} can vary", member.first, key), "",
                  "a pointer into the entry, such as \"/params/population\""});
    } else if (!member.second.is_array() || member.second.items.empty()) {
      faults.add({member.second.origin, fmt::format("a {} needs the list of values to take", key),
                  "", "[10, 20, …]"});
    } else {
      axes.emplace_back(member.first, &member.second);
    }
  }
  return axes;
}

std::size_t zip_length(const std::vector<Axis>& zip, ConfigFaults& faults) {
  if (zip.empty()) {
    return 1;
  }
  const std::size_t length = zip.front().second->items.size();
  for (const Axis& axis : zip) {
    if (axis.second->items.size() != length) {
      faults.add(axis.second->origin,
                 fmt::format("a zip walks its lists together, but {} has {} values and {} has {}",
                             zip.front().first, length, axis.first, axis.second->items.size()));
      return 0;
    }
  }
  return length;
}

void take(Located& entry, const Axis& axis, std::size_t index, ConfigFaults& faults) {
  Located value = axis.second->items[index];
  set_layer(value, Layer::grid);
  const Origin origin = value.origin;
  if (const std::string obstacle = set_pointer(entry, axis.first, value); !obstacle.empty()) {
    faults.add(origin, obstacle);
  }
}

}  // namespace

std::vector<Located> grid_points(const Located& entry, ConfigFaults& faults) {
  const std::vector<Axis> grid = read_axes(entry, "grid", faults);
  const std::vector<Axis> zip = read_axes(entry, "zip", faults);
  Located plain = entry;
  plain.erase("grid");
  plain.erase("zip");
  std::size_t count = zip_length(zip, faults);
  const std::size_t zipped = std::max<std::size_t>(count, 1);
  for (const Axis& axis : grid) {
    count *= axis.second->items.size();
    if (count > kMostGridPoints) {
      faults.add(axis.second->origin,
                 fmt::format("the grid has more than {} points", kMostGridPoints));
      return {plain};
    }
  }
  std::vector<Located> points;
  for (std::size_t point = 0; point < count; ++point) {
    Located one = plain;
    std::size_t rest = point / zipped;
    std::size_t block = count / zipped;
    for (const Axis& axis : grid) {
      block /= axis.second->items.size();
      take(one, axis, rest / block, faults);
      rest %= block;
    }
    for (const Axis& axis : zip) {
      take(one, axis, point % zipped, faults);
    }
    points.push_back(std::move(one));
  }
  return points;
}

}  // namespace vilfredo::suite
