#include "program/report_model.hpp"
#include "program/stored.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/execute/stored_plan.hpp>
#include <vilfredo/suite/plan/resolved.hpp>
#include <vilfredo/suite/program/commands.hpp>
#include <vilfredo/suite/program/console.hpp>
#include <vilfredo/suite/program/exit_code.hpp>
#include <vilfredo/suite/report/render.hpp>
#include <vilfredo/suite/report/write.hpp>

#include <fmt/format.h>

namespace vilfredo::suite {
namespace {

// The formats asked for on the command line, else those of the suite.
ReportFormats formats_of(const ReportRequest& request, const Plan& plan) {
  std::vector<std::string> names = request.formats;
  if (names.empty()) {
    for (const ReportFormat format : plan.report.formats) {
      names.emplace_back(enum_name(format));
    }
  }
  return report_formats(names);
}

}  // namespace

int report_command(const ReportRequest& request, const Registries& registries) {
  if (request.folder.empty() && !request.print) {
    throw Error(Errc::invalid_argument, "report needs -o FOLDER, or --print for the tables alone");
  }
  const Store store(request.store, Store::Access::read);
  const StoredPlan stored = stored_plan(store);
  const Plan plan = plan_of(stored, registries);
  for (const std::string& changed : changed_since(plan, registries)) {
    Console::warn(fmt::format(
        "{}: these results are of the former; run the suite again for new ones", changed));
  }
  if (request.print) {
    Console::print(render_terminal(table_report(store, stored, plan, registries)));
  }
  if (!request.folder.empty()) {
    const WrittenReport written = write_report(full_report(store, stored, plan, registries),
                                               request.folder, formats_of(request, plan));
    for (const std::string& warning : written.warnings) {
      Console::warn(warning);
    }
    for (const auto& file : written.files) {
      Console::print(file.string() + "\n");
    }
  }
  return kAllDone;
}

}  // namespace vilfredo::suite
