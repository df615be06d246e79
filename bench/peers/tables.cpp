// Rows as Markdown and as JSON.
#include "harness.hpp"
#include "vilfredo/core/isa.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <tuple>

namespace vilfredo::peers {
namespace {

std::string in_milliseconds(const Timing& timing) {
  const double ms = 1e3 * timing.seconds;
  const std::string mark = timing.derived ? " derived" : timing.rounds == 1 ? "†" : "";
  return fmt::format("{:.3g}{}", ms, mark);
}

std::vector<std::string> names_of(const std::vector<const Row*>& rows) {
  std::vector<std::string> names;
  for (const Row* row : rows) {
    for (const Timing& timing : row->timings) {
      if (std::find(names.begin(), names.end(), timing.name) == names.end()) {
        names.push_back(timing.name);
      }
    }
  }
  return names;
}

std::string line_of(const Row& row, const std::vector<std::string>& names) {
  std::string line = fmt::format("| {} | {} | {} |", row.what.d, row.what.shape, row.what.n);
  for (const std::string& name : names) {
    const auto found = std::find_if(row.timings.begin(), row.timings.end(),
                                    [&name](const Timing& timing) { return timing.name == name; });
    line += found == row.timings.end() ? " |" : " " + in_milliseconds(*found) + " |";
  }
  const Timing* fastest = row.fastest_peer();
  line += fastest == nullptr
              ? " | | |"
              : fmt::format(" {} | **{:.2f}** | {} |", fastest->name, row.ratio(),
                            row.what.target > 0 ? fmt::format("{:g}", row.what.target) : "");
  return line + "\n";
}

std::string table(const std::string& quantity, const std::vector<const Row*>& rows) {
  const std::vector<std::string> names = names_of(rows);
  std::string text = fmt::format("#### {}, ms per call\n\n| d | shape | n |", quantity);
  std::string rule = "|---|---|---|";
  for (const std::string& name : names) {
    text += fmt::format(" {} |", name);
    rule += "---|";
  }
  text += " fastest peer | ratio | target |\n" + rule + "---|---|---|\n";
  for (const Row* row : rows) {
    text += line_of(*row, names);
  }
  return text + "\n";
}

/// Slope of log time over log n, by least squares.
double exponent(const std::vector<std::pair<double, double>>& points) {
  double mean_x = 0;
  double mean_y = 0;
  for (const auto& [n, seconds] : points) {
    mean_x += std::log(n) / static_cast<double>(points.size());
    mean_y += std::log(seconds) / static_cast<double>(points.size());
  }
  double xy = 0;
  double xx = 0;
  for (const auto& [n, seconds] : points) {
    xy += (std::log(n) - mean_x) * (std::log(seconds) - mean_y);
    xx += (std::log(n) - mean_x) * (std::log(n) - mean_x);
  }
  return xy / xx;
}

std::string growth(const std::vector<const Row*>& rows) {
  std::map<std::tuple<int, std::string>, std::vector<std::pair<double, double>>> series;
  std::map<int, std::string> bounds;
  for (const Row* row : rows) {
    series[{row->what.d, row->what.shape}].emplace_back(static_cast<double>(row->what.n),
                                                        row->timings.front().seconds);
    bounds[row->what.d] = row->what.bound;
  }
  std::string text;
  for (const auto& [key, points] : series) {
    if (points.size() >= 3) {
      text += fmt::format("| {} | {} | {:g} to {:g} | {:.2f} | {} |\n", std::get<0>(key),
                          std::get<1>(key), points.front().first, points.back().first,
                          exponent(points), bounds[std::get<0>(key)]);
    }
  }
  if (text.empty()) {
    return "";
  }
  return "How our time grows, fitted as n to the power of e, beside the exponent that bounds the "
         "algorithm's cost (logarithms left out):\n\n| d | shape | n | e | bound |\n"
         "|---|---|---|---|---|\n" +
         text + "\n";
}

std::string processor() {
  std::ifstream in("/proc/cpuinfo");
  std::string line;
  while (std::getline(in, line)) {
    if (line.rfind("model name", 0) == 0) {
      return line.substr(line.find(':') + 2);
    }
  }
  return "unknown";
}

}  // namespace

std::string markdown(const std::vector<Row>& rows) {
  std::vector<std::string> quantities;
  std::map<std::string, std::vector<const Row*>> by_quantity;
  for (const Row& row : rows) {
    if (by_quantity[row.what.quantity].empty()) {
      quantities.push_back(row.what.quantity);
    }
    by_quantity[row.what.quantity].push_back(&row);
  }
  std::string text;
  for (const std::string& quantity : quantities) {
    text += table(quantity, by_quantity[quantity]) + growth(by_quantity[quantity]);
  }
  return text;
}

std::string json(const std::vector<Row>& rows, const std::string& versions) {
  nlohmann::ordered_json document;
  document["processor"] = processor();
  document["instruction_set"] = name(isa());
  document["versions"] = versions;
  document["rows"] = nlohmann::ordered_json::array();
  for (const Row& row : rows) {
    nlohmann::ordered_json entry = {{"quantity", row.what.quantity},
                                    {"d", row.what.d},
                                    {"shape", row.what.shape},
                                    {"n", row.what.n},
                                    {"instances", row.what.instances},
                                    {"target", row.what.target},
                                    {"ratio", row.ratio()}};
    for (const Timing& timing : row.timings) {
      entry["seconds"][timing.name] = {{"median", timing.seconds},
                                       {"spread", timing.spread},
                                       {"rounds", timing.rounds},
                                       {"derived", timing.derived},
                                       {"disagreement", timing.disagreement}};
    }
    document["rows"].push_back(std::move(entry));
  }
  return document.dump(1) + "\n";
}

}  // namespace vilfredo::peers
