#include "report/html_sections.hpp"
#include "report/html_style.hpp"
#include "report/text_lines.hpp"

#include <vilfredo/suite/figures/svg.hpp>
#include <vilfredo/suite/report/render.hpp>

#include <fmt/core.h>

namespace vilfredo::suite {
namespace {

using detail::html_text;

/// The page's parts in reading order, so that the list of links and the sections agree.
class Page {
 public:
  void section(const std::string& id, const std::string& heading, const std::string& body) {
    if (body.empty()) {
      return;
    }
    links_ += "<li><a href=\"#" + id + "\">" + heading + "</a></li>";
    sections_ +=
        "<section id=\"" + id + "\">\n<h2>" + heading + "</h2>\n" + body + "\n</section>\n";
  }

  [[nodiscard]] std::string text(const Report& report) const {
    const std::string title = html_text(report.title.empty() ? "Report" : report.title);
    std::string page =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>" +
        title + "</title>\n<style>" + std::string(detail::kHtmlStyle) +
        "</style>\n</head>\n<body>\n";
    page += "<header>\n<h1>" + title + "</h1>\n";
    page += report.generated_at.empty()
                ? ""
                : "<p class=\"meta\">Made " + html_text(report.generated_at) + "</p>\n";
    page += report.description.empty() ? "" : "<p>" + html_text(report.description) + "</p>\n";
    page += "</header>\n<nav aria-label=\"Sections\"><ul>" + links_ + "</ul></nav>\n<main>\n";
    return page + sections_ + "</main>\n</body>\n</html>\n";
  }

 private:
  std::string links_;
  std::string sections_;
};

std::string verdict_section(const Report& report, const std::vector<IndicatorTable>& tables) {
  std::string text;
  for (const std::string& warning : report.warnings) {
    text += detail::html_warning(warning);
  }
  text += "<ul class=\"verdict\">";
  for (const std::string& sentence : verdicts(report, tables)) {
    text += "<li>" + html_text(sentence) + "</li>";
  }
  return text + "</ul>";
}

std::string figure_text(const Figure& figure, std::size_t number) {
  std::string text = fmt::format("<figure{}>\n", figure.wide ? " class=\"wide\"" : "");
  if (figure.svg.empty()) {
    text += detail::html_warning("Not drawn: " + figure.title + ". Its script and data are " +
                                 figure.id + ".gp and " + figure.id + ".dat.");
  } else {
    text += inlined_svg(figure.svg, fmt::format("f{}-", number), figure.title) + "\n";
  }
  return text + "<figcaption>" + html_text(figure.caption) + "</figcaption>\n</figure>\n";
}

std::string figures_section(std::span<const Figure> figures, FigureKind kind) {
  std::string text;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    if (figures[i].kind == kind) {
      text += figure_text(figures[i], i + 1);
    }
  }
  return text.empty() ? "" : "<div class=\"figures\">\n" + text + "</div>";
}

std::string environment_section(const Report& report) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& [key, value] : report.environment) {
    rows.push_back({key, value});
  }
  return rows.empty() ? "" : detail::html_table({"what", "value"}, rows, "words");
}

std::string commands_section(const Report& report) {
  std::string text;
  for (const std::string& command : report.commands) {
    text += html_text(command) + "\n";
  }
  return text.empty() ? "" : "<pre>" + text + "</pre>";
}

}  // namespace

std::string render_html(const Report& report, std::span<const Figure> figures) {
  check(report);
  std::vector<IndicatorTable> tables;
  std::string indicators;
  for (std::size_t i = 0; i < report.indicators.size(); ++i) {
    tables.push_back(compare(report, i));
    indicators += detail::html_indicator(report, tables.back());
  }
  Page page;
  page.section("verdict", "What came out", verdict_section(report, tables));
  page.section("indicators", "Indicators", indicators);
  page.section("anytime", "Quality over cost", figures_section(figures, FigureKind::anytime));
  page.section("fronts", "Fronts", figures_section(figures, FigureKind::front));
  page.section("learned", "Learned sets", figures_section(figures, FigureKind::learned));
  page.section("boxplots", "All runs", figures_section(figures, FigureKind::boxplot));
  page.section("setting", "Problems and solvers", detail::html_setting(report));
  page.section("health", "Run health", detail::html_health(report));
  page.section("environment", "Environment", environment_section(report));
  page.section("configuration", "Configuration",
               report.configuration.empty()
                   ? ""
                   : "<details><summary>The resolved configuration</summary><pre>" +
                         html_text(report.configuration) + "</pre></details>");
  page.section("reproduce", "How to reproduce", commands_section(report));
  return page.text(report);
}

}  // namespace vilfredo::suite
