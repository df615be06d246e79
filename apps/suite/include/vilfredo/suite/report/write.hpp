// A report as files.
#pragma once

#include <vilfredo/suite/report/model.hpp>

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vilfredo::suite {

struct ReportFormats {
  bool html = true;
  bool markdown = true;
  bool csv = true;
  bool png = false;  ///< figures, beside the SVG
  bool pdf = false;  ///< figures, beside the SVG
};

/// From the names "html", "md" or "markdown", "csv", "png", "pdf". Throws Error{not_found} with the
/// nearest spelling.
[[nodiscard]] ReportFormats report_formats(std::span<const std::string> names);

struct WrittenReport {
  std::vector<std::filesystem::path> files;  ///< report.html, report.md, report.csv: those written
  std::vector<std::string> warnings;         ///< about figures; the report itself is complete
};

/// Writes report.html, report.md and report.csv to `folder` (made if missing) and scripts, data and
/// images of the figures to folder/figures. Every file is replaced in one step, so a reader never
/// sees half of one. Throws what check(report) throws, and Error{io}.
WrittenReport write_report(const Report& report,
                           const std::filesystem::path& folder,
                           const ReportFormats& formats = {});

}  // namespace vilfredo::suite
