#include <vilfredo/core/error.hpp>
#include <vilfredo/core/file.hpp>
#include <vilfredo/suite/figures/figure.hpp>
#include <vilfredo/suite/report/render.hpp>
#include <vilfredo/suite/report/write.hpp>

#include <system_error>

namespace vilfredo::suite {

ReportFormats report_formats(std::span<const std::string> names) {
  ReportFormats formats{false, false, false, false, false};
  for (const std::string& name : names) {
    if (name == "html") {
      formats.html = true;
    } else if (name == "md" || name == "markdown") {
      formats.markdown = true;
    } else if (name == "csv") {
      formats.csv = true;
    } else if (name == "png") {
      formats.png = true;
    } else if (name == "pdf") {
      formats.pdf = true;
    } else {
      const std::vector<std::string> known{"html", "md", "markdown", "csv", "png", "pdf"};
      throw unknown_name("report format", name, known);
    }
  }
  return formats;
}

WrittenReport write_report(const Report& report,
                           const std::filesystem::path& folder,
                           const ReportFormats& formats) {
  check(report);
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    throw Error{Errc::io, "cannot make the report's folder"}
        .with("folder", folder.string())
        .with("reason", error.message());
  }
  WrittenReport written;
  const auto write = [&](const char* name, const std::string& text) {
    write_file_atomically(folder / name, text);
    written.files.push_back(folder / name);
  };
  std::vector<Figure> figures;
  if (formats.html || formats.markdown || formats.png || formats.pdf) {
    figures = make_figures(report);
    written.warnings = draw(figures, folder / "figures", {formats.png, formats.pdf});
  }
  if (formats.html) {
    write("report.html", render_html(report, figures));
  }
  if (formats.markdown) {
    write("report.md", render_markdown(report, figures));
  }
  if (formats.csv) {
    write("report.csv", render_csv(report));
  }
  return written;
}

}  // namespace vilfredo::suite
