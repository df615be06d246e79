// The sentences of a report.
#include "report/text_lines.hpp"

#include <vilfredo/suite/report/comparison.hpp>
#include <vilfredo/suite/report/numbers.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vilfredo::suite {
namespace {

std::string_view test_name(Pairing pairing) {
  return pairing == Pairing::paired ? "Wilcoxon signed-rank test on paired seeds"
                                    : "Mann-Whitney test on independent seeds";
}

std::string correction_name(Correction correction) {
  switch (correction) {
    case Correction::holm:
      return "Holm's correction";
    case Correction::bonferroni:
      return "Bonferroni's correction";
    case Correction::benjamini_hochberg:
      return "the correction of Benjamini and Hochberg";
    case Correction::none:
      break;
  }
  return "no correction for the number of tests";
}

/// "a", "a and b", "a, b and c".
std::string listed(const std::vector<std::string>& items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) {
      text += i + 1 == items.size() ? " and " : ", ";
    }
    text += items[i];
  }
  return text;
}

struct Health {
  std::size_t runs = 0;
  std::size_t done = 0;
  std::size_t failed = 0;
  std::size_t infeasible = 0;
  std::size_t loose = 0;  // not deterministic
  std::uint64_t failed_evaluations = 0;
};

Health health_of(const Report& report) {
  Health h;
  for (const ReportCell& cell : report.cells) {
    for (const ReportRun& run : cell.runs) {
      const bool done = run.state == RunState::done;
      ++h.runs;
      h.done += done ? 1 : 0;
      h.failed += run.state == RunState::failed ? 1 : 0;
      h.infeasible += done && !run.feasible ? 1 : 0;
      h.loose += done && !run.deterministic ? 1 : 0;
      h.failed_evaluations += run.failed_evaluations;
    }
  }
  return h;
}

std::string health_sentence(const Report& report) {
  const Health h = health_of(report);
  std::string text;
  if (h.runs == 0) {
    return "There are no runs yet.";
  }
  if (h.done == h.runs) {
    text = fmt::format("All {} finished ({}, {}).", counted(h.runs, "run"),
                       counted(report.problems.size(), "problem"),
                       counted(report.solvers.size(), "solver"));
  } else {
    text = fmt::format("{} of {} finished", h.done, counted(h.runs, "run"));
    text += h.failed > 0 ? fmt::format("; {} failed", h.failed) : "";
    const std::size_t pending = h.runs - h.done - h.failed;
    text += pending > 0 ? fmt::format("; {} not done yet.", pending) : ".";
  }
  if (h.failed_evaluations > 0) {
    text += fmt::format(" {} evaluation{} failed and enter no front.", h.failed_evaluations,
                        h.failed_evaluations == 1 ? "" : "s");
  }
  if (h.infeasible > 0) {
    text += fmt::format(" {} ended without a feasible solution.", counted(h.infeasible, "run"));
  }
  if (h.loose > 0) {
    text += fmt::format(" {} cannot be repeated bit for bit.", counted(h.loose, "run"));
  }
  return text;
}

std::string leader_sentence(const Report& report, const IndicatorTable& table) {
  const std::vector<double>& ranks = table.mean_ranks;
  if (table.ranked_problems == 0) {
    return "there is no problem on which every solver has a value, so no ranking.";
  }
  const double lowest = *std::min_element(ranks.begin(), ranks.end());
  std::vector<std::string> leaders;
  for (std::size_t s = 0; s < ranks.size(); ++s) {
    if (ranks[s] == lowest) {
      leaders.push_back(report.solvers[s].id);
    }
  }
  if (leaders.size() == ranks.size()) {
    return "all solvers have the same mean rank.";
  }
  return fmt::format("{} {} the best mean rank ({:.2f} among {} over {}).", listed(leaders),
                     leaders.size() == 1 ? "has" : "share", lowest, counted(ranks.size(), "solver"),
                     counted(table.ranked_problems, "problem"));
}

std::string friedman_sentence(const IndicatorTable& table, double alpha) {
  if (!table.friedman || std::isnan(table.friedman->iman_davenport_f)) {
    return "";
  }
  const double p = table.friedman->iman_davenport_p;
  return fmt::format(
      " Over the problems the ranks {} (Friedman test in the form of Iman and "
      "Davenport, p {}{}).",
      p < alpha ? "differ by more than chance" : "do not differ beyond chance",
      p < 1e-4 ? "" : "= ", p_text(p));
}

/// "is better on 2 and worse on 1", counts of problems; empty if nothing was tested.
std::string tally_text(const Tally& tally) {
  std::vector<std::string> parts;
  if (tally.better > 0) {
    parts.push_back(fmt::format("better on {}", tally.better));
  }
  if (tally.worse > 0) {
    parts.push_back(fmt::format("worse on {}", tally.worse));
  }
  if (tally.similar > 0) {
    parts.push_back(fmt::format("not distinguishable on {}", tally.similar));
  }
  return parts.empty() ? "" : "is " + listed(parts);
}

std::string against_control(const Report& report, const IndicatorTable& table) {
  std::string text;
  for (std::size_t s = 0; s < report.solvers.size(); ++s) {
    const std::string tally = tally_text(table.tallies[s]);
    if (s != table.control && !tally.empty()) {
      text += (text.empty() ? "" : "; ") + report.solvers[s].id + " " + tally;
    }
  }
  if (text.empty()) {
    return "";
  }
  return fmt::format(" Against {}, counting problems: {}.", report.solvers[table.control].id, text);
}

std::string indicator_sentence(const Report& report, const IndicatorTable& table) {
  const ReportIndicator& indicator = report.indicators[table.indicator];
  const std::string opening =
      detail::capitalised(indicator.name.empty() ? indicator.id : indicator.name);
  if (table.solvers < 2) {
    return opening + ": only one solver, nothing to compare.";
  }
  return opening + ": " + leader_sentence(report, table) +
         friedman_sentence(table, report.tests.alpha) + against_control(report, table);
}

}  // namespace

std::string describe_tests(const Report& report, const IndicatorTable& table) {
  if (table.family == 0) {
    return "No tests: there is nothing to compare.";
  }
  return fmt::format(
      "▲ better, ▼ worse, ≈ not distinguishable from {}: two-sided {} with {} over the {} of this "
      "table, level {:g}.",
      report.solvers[table.control].id, test_name(report.tests.pairing),
      correction_name(report.tests.correction), counted(table.family, "test"), report.tests.alpha);
}

std::vector<std::string> verdicts(const Report& report, const std::vector<IndicatorTable>& tables) {
  std::vector<std::string> sentences{health_sentence(report)};
  for (const IndicatorTable& table : tables) {
    sentences.push_back(indicator_sentence(report, table));
  }
  return sentences;
}

}  // namespace vilfredo::suite
