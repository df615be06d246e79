#include "figures/gnuplot.hpp"
#include "figures/kinds.hpp"
#include "figures/script.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/core/file.hpp>
#include <vilfredo/suite/figures/figure.hpp>

#include <set>
#include <system_error>

namespace vilfredo::suite {
namespace {

using detail::Drawing;

/// File names: two ids that differ only in characters a file name cannot hold get numbers.
class Names {
 public:
  std::string name(const std::string& kind, const std::string& id) {
    const std::string stem = kind + "-" + detail::file_stem(id);
    std::string candidate = stem;
    for (int n = 2; !taken_.insert(candidate).second; ++n) {
      candidate = stem + "-" + std::to_string(n);
    }
    return candidate;
  }

 private:
  std::set<std::string> taken_;
};

void make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    throw Error{Errc::io, "cannot make a folder for figures"}
        .with("folder", folder.string())
        .with("reason", error.message());
  }
}

/// Draws into a temporary file, which then replaces <id>.<format> in one step.
detail::GnuplotOutcome draw_one(const Figure& figure,
                                const std::filesystem::path& folder,
                                const std::string& format,
                                std::string& bytes) {
  const std::string target = figure.id + "." + format + ".tmp";
  std::error_code ignored;
  std::filesystem::remove(folder / target, ignored);
  detail::GnuplotOutcome outcome = detail::run_gnuplot(folder, figure.id + ".gp", format, target);
  if (outcome.drawing == Drawing::done) {
    if (std::filesystem::exists(folder / target, ignored)) {
      bytes = read_file(folder / target);
      write_file_atomically(folder / (figure.id + "." + format), bytes);
    } else {
      outcome.drawing = Drawing::refused;
    }
  }
  std::filesystem::remove(folder / target, ignored);
  return outcome;
}

std::string first_line(const std::string& text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string::npos) {
    return "it gave no reason";
  }
  return text.substr(start, text.find('\n', start) - start);
}

/// False if there is no gnuplot.
bool draw_formats(Figure& figure,
                  const std::filesystem::path& folder,
                  const FigureFormats& formats,
                  std::vector<std::string>& warnings) {
  std::vector<std::string> wanted{"svg"};
  if (formats.png) {
    wanted.emplace_back("png");
  }
  if (formats.pdf) {
    wanted.emplace_back("pdf");
  }
  for (const std::string& format : wanted) {
    std::string bytes;
    const detail::GnuplotOutcome outcome = draw_one(figure, folder, format, bytes);
    if (outcome.drawing == Drawing::no_gnuplot) {
      return false;
    }
    if (outcome.drawing == Drawing::refused) {
      warnings.push_back("gnuplot did not draw " + figure.id + "." + format + ": " +
                         first_line(outcome.message));
    } else if (format == "svg") {
      figure.svg = std::move(bytes);
    }
  }
  return true;
}

}  // namespace

std::vector<Figure> make_figures(const Report& report) {
  check(report);
  Names names;
  std::vector<Figure> figures;
  const auto add = [&](std::optional<Figure> figure) {
    if (figure) {
      figures.push_back(std::move(*figure));
    }
  };
  for (std::size_t p = 0; p < report.problems.size(); ++p) {
    add(detail::front_figure(report, p, names.name("front", report.problems[p].id)));
    add(detail::anytime_figure(report, p, names.name("anytime", report.problems[p].id)));
    const std::string& problem = report.problems[p].id;
    add(detail::learned_curve_figure(report, p, names.name("learned", problem)));
    for (std::size_t s = 0; s < report.solvers.size(); ++s) {
      add(detail::learned_surface_figure(
          report, p, s, names.name("learned", problem + "-" + report.solvers[s].id)));
    }
  }
  for (std::size_t i = 0; i < report.indicators.size(); ++i) {
    add(detail::boxplot_figure(report, i, names.name("boxplot", report.indicators[i].id)));
  }
  return figures;
}

std::vector<std::string> draw(std::vector<Figure>& figures,
                              const std::filesystem::path& folder,
                              const FigureFormats& formats) {
  std::vector<std::string> warnings;
  if (figures.empty()) {
    return warnings;
  }
  make_folder(folder);
  for (const Figure& figure : figures) {
    write_file_atomically(folder / (figure.id + ".dat"), figure.data);
    write_file_atomically(folder / (figure.id + ".gp"), figure.script);
  }
  for (Figure& figure : figures) {
    if (!draw_formats(figure, folder, formats, warnings)) {
      warnings.push_back(
          "gnuplot was not found, so the figures are not drawn; their scripts and data are in " +
          folder.string() + " (Debian: apt install gnuplot-nox).");
      break;
    }
  }
  return warnings;
}

}  // namespace vilfredo::suite
