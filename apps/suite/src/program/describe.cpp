#include "program/describing.hpp"
#include "program/named.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/program/commands.hpp>
#include <vilfredo/suite/program/console.hpp>
#include <vilfredo/suite/program/exit_code.hpp>
#include <vilfredo/suite/program/registries.hpp>

#include <fmt/format.h>

#include <array>

namespace vilfredo::suite {
namespace {

std::string list_text(std::string_view title, const std::vector<std::string>& names) {
  std::string out = fmt::format("  {}:", title);
  for (const std::string& name : names) {
    out += " " + name;
  }
  return out + "\n";
}

std::string needs_text(const IndicatorEntry& entry) {
  std::vector<std::string> needs;
  if (entry.needs_reference_point) {
    needs.emplace_back("reference point");
  }
  if (entry.needs_reference_set) {
    needs.emplace_back("reference set");
  }
  if (entry.needs_ideal) {
    needs.emplace_back("ideal point");
  }
  std::string out =
      fmt::format("  {} is better\n", entry.better == Direction::maximise ? "larger" : "smaller");
  for (const std::string& need : needs) {
    out += (need.starts_with("ideal") ? "  needs an " : "  needs a ") + need + "\n";
  }
  return out;
}

struct Found {
  std::string text;
  Value::Array json;
};

void add_world(const std::string& text,
               const EntryDescription& description,
               std::string_view kind,
               const Registries& registries,
               Found& out) {
  const NamedWorld world = named_world(text, registries);
  const std::vector<std::string> fitting = registries.solvers.fitting(world.info);
  out.text += description_text(description, kind) + world_text(world.info) +
              list_text("solvers that fit", fitting);
  Value json = description_json(description);
  json["kind"] = Value(kind);
  json["info"] = world_json(world.info);
  json["params"] = world.params;
  json["solvers"] = Value::Array(fitting.begin(), fitting.end());
  out.json.push_back(std::move(json));
}

void add_solver(const SolverEntry& entry, Found& out) {
  static constexpr std::array<std::string_view, 3> kKinds{
      "asks for evaluations", "steps on a problem", "acts in an environment"};
  const auto kind = kKinds[static_cast<std::size_t>(entry.kind)];
  out.text += description_text(entry.description, "solver") +
              fmt::format("  {}{}\n", kind, entry.set_model ? "; learns the whole set" : "") +
              fmt::format("  promises: {}\n", traits_text(entry.traits));
  Value json = description_json(entry.description);
  json["kind"] = Value("solver");
  json["traits"] = traits_json(entry.traits);
  json["set_model"] = Value(entry.set_model);
  out.json.push_back(std::move(json));
}

void add_indicator(const IndicatorEntry& entry, Found& out) {
  out.text += description_text(entry.description, "indicator") + needs_text(entry);
  Value json = description_json(entry.description);
  json["kind"] = Value("indicator");
  json["better"] = Value(entry.better == Direction::maximise ? "larger" : "smaller");
  json["needs_reference_point"] = Value(entry.needs_reference_point);
  json["needs_reference_set"] = Value(entry.needs_reference_set);
  json["needs_ideal"] = Value(entry.needs_ideal);
  out.json.push_back(std::move(json));
}

void add_point_measure(const PointMeasureEntry& entry, Found& out) {
  out.text += description_text(entry.description, "point measure") +
              "  one number for each point of a front\n";
  out.text += entry.needs_reference_point ? "  needs a reference point\n" : "";
  out.text += entry.needs_ideal ? "  needs an ideal point\n" : "";
  Value json = description_json(entry.description);
  json["kind"] = Value("point measure");
  json["needs_reference_point"] = Value(entry.needs_reference_point);
  json["needs_ideal"] = Value(entry.needs_ideal);
  out.json.push_back(std::move(json));
}

std::vector<std::string> all_names(const Registries& registries) {
  std::vector<std::string> out;
  const auto add = [&out](const std::vector<std::string>& names) {
    out.insert(out.end(), names.begin(), names.end());
  };
  add(registries.problems.names());
  add(registries.environments.names());
  add(registries.solvers.names());
  add(registries.indicators.names());
  add(builtin_point_measures().names());
  return out;
}

}  // namespace

int describe_command(const DescribeRequest& request, const Registries& registries) {
  const std::string name = parse_spec(request.name).name;
  Found found;
  if (registries.problems.has(name)) {
    add_world(request.name, registries.problems.at(name).description, "problem", registries, found);
  }
  if (registries.environments.has(name)) {
    add_world(request.name, registries.environments.at(name).description, "environment", registries,
              found);
  }
  if (registries.solvers.has(name)) {
    add_solver(registries.solvers.at(name), found);
  }
  if (registries.indicators.has(name)) {
    add_indicator(registries.indicators.at(name), found);
  }
  if (builtin_point_measures().has(name)) {
    add_point_measure(builtin_point_measures().at(name), found);
  }
  if (found.json.empty()) {
    throw unknown_name("name", name, all_names(registries));
  }
  Console::print(request.json
                     ? to_json(found.json.size() == 1 ? found.json.front() : Value(found.json), 2) +
                           "\n"
                     : found.text);
  return kAllDone;
}

}  // namespace vilfredo::suite
