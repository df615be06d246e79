#include "program/describing.hpp"
#include "program/named.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/core/file.hpp>
#include <vilfredo/core/json_text.hpp>
#include <vilfredo/suite/program/commands.hpp>
#include <vilfredo/suite/program/console.hpp>
#include <vilfredo/suite/program/exit_code.hpp>
#include <vilfredo/suite/program/registries.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <unistd.h>

namespace vilfredo::suite {
namespace {

struct Row {
  std::string name;
  std::string note;  ///< between name and summary: traits of a solver
  std::string summary;
  Value json;
};

template <class Catalogue>
std::vector<Row> rows_of(const Catalogue& catalogue) {
  std::vector<Row> out;
  for (const std::string& name : catalogue.names()) {
    const auto& entry = catalogue.at(name);
    out.push_back({name, "", entry.description.summary, description_json(entry.description)});
  }
  return out;
}

std::vector<Row> solver_rows(const SolverRegistry& solvers) {
  std::vector<Row> out = rows_of(solvers);
  for (Row& row : out) {
    const SolverEntry& entry = solvers.at(row.name);
    row.note = traits_text(entry.traits) + (entry.set_model ? ", learns the whole set" : "");
    row.json["traits"] = traits_json(entry.traits);
    row.json["set_model"] = Value(entry.set_model);
  }
  return out;
}

// Whether a solver accepts the default form of a world.
bool accepts(const SolverEntry& solver, const AnyWorld& world) {
  try {
    return solver.make(info_of(world), Value::Object{}).valid();
  } catch (const Error&) {
    return false;
  }
}

template <class Catalogue>
void keep_worlds_for(const SolverEntry& solver, const Catalogue& worlds, std::vector<Row>& rows) {
  std::erase_if(rows,
                [&](const Row& row) { return !accepts(solver, AnyWorld(worlds.make(row.name))); });
}

bool measurable(const IndicatorEntry& indicator, const AnyWorld& world) {
  const Anchors anchors = anchors_of(info_of(world));
  const bool ranges = anchors.ideal.known() && anchors.nadir.known();
  return (!indicator.needs_reference_point || anchors.reference_point.known() || ranges) &&
         (!indicator.needs_reference_set || known_front(world, 10).cols() > 0) &&
         (!indicator.needs_ideal || anchors.ideal.known());
}

// Folders with suites: one named by the environment, the current one, the installed one.
std::vector<std::filesystem::path> suite_folders() {
  std::vector<std::filesystem::path> out;
  if (const char* named = std::getenv("VILFREDO_SUITES"); named != nullptr) {
    out.emplace_back(named);
  }
  out.emplace_back("suites");
  std::array<char, 4096> self{};
  const auto length = readlink("/proc/self/exe", self.data(), self.size() - 1);
  if (length > 0) {
    const std::filesystem::path program(std::string(self.data(), static_cast<std::size_t>(length)));
    out.push_back(program.parent_path().parent_path() / "share/vilfredo/suites");
  }
  return out;
}

std::vector<Row> suite_rows() {
  std::vector<Row> out;
  std::error_code ignored;
  for (const auto& folder : suite_folders()) {
    if (!std::filesystem::is_directory(folder, ignored)) {
      continue;
    }
    for (const auto& file : std::filesystem::directory_iterator(folder, ignored)) {
      const std::string extension = file.path().extension().string();
      if (extension != ".json" && extension != ".jsonc") {
        continue;
      }
      const JsonSyntax syntax =
          extension == ".jsonc" ? JsonSyntax::with_comments : JsonSyntax::plain;
      const ParsedJson parsed = parse_json(read_file(file.path()), syntax);
      const Value* kind = parsed.value.find("kind");
      if (!parsed.faults.empty() || (kind != nullptr && *kind != Value("suite"))) {
        continue;
      }
      const Value* text = parsed.value.find("description");
      Row row;
      row.name = file.path().string();
      row.summary = text != nullptr && text->is_string() ? text->as_string() : "";
      row.json = Value::Object{{"path", Value(row.name)}, {"description", Value(row.summary)}};
      out.push_back(std::move(row));
    }
  }
  std::sort(out.begin(), out.end(), [](const Row& a, const Row& b) { return a.name < b.name; });
  if (out.empty()) {
    Console::warn(
        "there is no suite in ./suites, in the installed folder or in VILFREDO_SUITES; a suite is "
        "a JSON file for `vilfredo run`");
  }
  return out;
}

std::vector<Row> collect(const ListRequest& request, const Registries& registries) {
  if (request.what == "suites") {
    if (!request.fits.empty()) {
      throw Error(Errc::invalid_argument, "--fits does not apply to suites");
    }
    return suite_rows();
  }
  std::vector<Row> rows;
  if (request.what == "problems") {
    rows = rows_of(registries.problems);
    if (!request.fits.empty()) {
      keep_worlds_for(registries.solvers.at(request.fits), registries.problems, rows);
    }
  } else if (request.what == "environments") {
    rows = rows_of(registries.environments);
    if (!request.fits.empty()) {
      keep_worlds_for(registries.solvers.at(request.fits), registries.environments, rows);
    }
  } else if (request.what == "solvers") {
    rows = solver_rows(registries.solvers);
    if (!request.fits.empty()) {
      const NamedWorld world = named_world(request.fits, registries);
      const std::vector<std::string> fitting = registries.solvers.fitting(world.info);
      std::erase_if(rows, [&](const Row& row) {
        return std::find(fitting.begin(), fitting.end(), row.name) == fitting.end();
      });
    }
  } else if (request.what == "indicators") {
    rows = rows_of(registries.indicators);
    if (!request.fits.empty()) {
      const NamedWorld world = named_world(request.fits, registries);
      std::erase_if(rows, [&](const Row& row) {
        return !measurable(registries.indicators.at(row.name), world.world);
      });
    }
  } else if (request.what == "point_measures") {
    if (!request.fits.empty()) {
      throw Error(Errc::invalid_argument, "--fits does not apply to point measures");
    }
    rows = rows_of(builtin_point_measures());
  } else {
    const std::vector<std::string> known{"problems",   "environments",   "solvers",
                                         "indicators", "point_measures", "suites"};
    throw unknown_name("list", request.what, known);
  }
  return rows;
}

}  // namespace

int list_command(const ListRequest& request, const Registries& registries) {
  const std::vector<Row> rows = collect(request, registries);
  if (request.json) {
    Value::Array out;
    for (const Row& row : rows) {
      out.push_back(row.json);
    }
    Console::print(to_json(Value(std::move(out)), 2) + "\n");
    return kAllDone;
  }
  std::size_t name_width = 0;
  std::size_t note_width = 0;
  for (const Row& row : rows) {
    name_width = std::max(name_width, row.name.size());
    note_width = std::max(note_width, row.note.size());
  }
  std::string text;
  for (const Row& row : rows) {
    std::string line = fmt::format("{:<{}}", row.name, name_width);
    if (note_width > 0) {
      line += fmt::format("  {:<{}}", row.note, note_width);
    }
    line += "  " + row.summary;
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  Console::print(text);
  return kAllDone;
}

}  // namespace vilfredo::suite
