#include "fronts_to_draw.hpp"

#include <vilfredo/suite/statistics/descriptive.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <numeric>

namespace vilfredo::suite::detail {
namespace {

constexpr double kReach = 1.5;  // how far beyond the core, in widths of it

std::vector<double> row_of(const Matrix& f, Index i) {
  std::vector<double> values;
  for (Index j = 0; j < f.cols(); ++j) {
    values.push_back(f(i, j));
  }
  return values;
}

DrawnFront drawn(const Matrix& f, Index most, std::string title) {
  DrawnFront front;
  front.title = std::move(title);
  front.points = f.cols();
  const std::vector<Index> kept = thinned(f, most);
  front.f.resize(f.rows(), static_cast<Index>(kept.size()));
  for (std::size_t j = 0; j < kept.size(); ++j) {
    front.f.col(static_cast<Index>(j)) = f.col(kept[j]);
  }
  return front;
}

Index outside(const DrawnFront& front, const std::vector<Axis>& window) {
  Index count = 0;
  for (Index j = 0; j < front.f.cols(); ++j) {
    bool inside = true;
    for (Index i = 0; i < front.f.rows(); ++i) {
      const Axis& axis = window[static_cast<std::size_t>(i)];
      inside = inside && front.f(i, j) >= axis.low && front.f(i, j) <= axis.high;
    }
    count += inside ? 0 : 1;
  }
  return count;
}

std::string reference_text(const ReportReference& reference) {
  std::string text = reference.exact ? " Grey: true front" : " Grey: reference front";
  if (!reference.provenance.empty()) {
    text += " (" + reference.provenance + ")";
  }
  if (!reference.hash.empty()) {
    text += ", hash " + reference.hash.substr(0, 12);
  }
  return text + ".";
}

std::string caption_of(const Report& report, std::size_t problem, const FrontsToDraw& drawing) {
  const ReportProblem& p = report.problems[problem];
  std::string text =
      fmt::format("Final front of the run with the median {} of each solver", report.median_run_of);
  text += p.budget.empty() ? "." : ", after " + p.budget + ".";
  std::string thinning;
  std::string cut;
  for (const DrawnFront& front : drawing.fronts) {
    const std::string name =
        front.reference ? "the " + front.title : report.solvers[front.solver].id;
    if (front.points > front.f.cols()) {
      thinning += fmt::format("{}{} of {} points of {}", thinning.empty() ? "" : ", ",
                              front.f.cols(), front.points, name);
    }
    const Index lost = outside(front, drawing.window);
    if (lost > 0) {
      cut += fmt::format("{}{} of {}", cut.empty() ? "" : ", ", lost, name);
    }
  }
  text += p.reference && p.reference->f.cols() > 0 ? reference_text(*p.reference) : "";
  text += thinning.empty() ? "" : " Thinned for drawing: " + thinning + ".";
  text += cut.empty() ? "" : " Points beyond the edges, not drawn: " + cut + ".";
  std::string missing;
  for (std::size_t s = 0; s < report.solvers.size(); ++s) {
    const ReportCell& cell = report.cell(problem, s);
    if (!cell.front || cell.front->f.cols() == 0) {
      missing += (missing.empty() ? "" : ", ") + report.solvers[s].id;
    }
  }
  return text + (missing.empty() ? "" : " No front: " + missing + ".");
}

}  // namespace

Axis axis_window(const std::vector<DrawnFront>& fronts, Index i, bool margin) {
  std::vector<double> all;
  std::vector<double> reference;
  for (const DrawnFront& front : fronts) {
    const std::vector<double> values = row_of(front.f, i);
    all.insert(all.end(), values.begin(), values.end());
    if (front.reference) {
      reference = values;
    }
  }
  const auto [least, most] = std::minmax_element(all.begin(), all.end());
  double low = quantile(all, 0.1);
  double high = quantile(all, 0.9);
  if (!reference.empty()) {
    low = *std::min_element(reference.begin(), reference.end());
    high = *std::max_element(reference.begin(), reference.end());
  }
  if (low == high) {
    return padded(*least, *most);
  }
  const double width = high - low;
  const Axis axis{std::max(*least, low - kReach * width), std::min(*most, high + kReach * width)};
  return margin ? padded(axis.low, axis.high) : axis;
}

std::vector<Index> thinned(const Matrix& f, Index most) {
  std::vector<Index> order(static_cast<std::size_t>(f.cols()));
  std::iota(order.begin(), order.end(), Index{0});
  if (f.cols() <= most) {
    return order;
  }
  std::sort(order.begin(), order.end(), [&](Index a, Index b) {
    for (Index i = 0; i < f.rows(); ++i) {
      if (f(i, a) != f(i, b)) {
        return f(i, a) < f(i, b);
      }
    }
    return a < b;
  });
  std::vector<Index> kept;
  for (Index i = 0; i < f.rows(); ++i) {
    Index low = 0;
    Index high = 0;
    f.row(i).minCoeff(&low);
    f.row(i).maxCoeff(&high);
    kept.push_back(low);
    kept.push_back(high);
  }
  const Index evenly = std::max<Index>(0, most - static_cast<Index>(kept.size()));
  for (Index k = 0; k < evenly; ++k) {
    kept.push_back(order[static_cast<std::size_t>(k * f.cols() / evenly)]);
  }
  std::sort(kept.begin(), kept.end());
  kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
  return kept;
}

FrontsToDraw fronts_to_draw(const Report& report, std::size_t problem, Index most, bool margin) {
  FrontsToDraw drawing;
  const ReportProblem& p = report.problems[problem];
  if (p.reference && p.reference->f.cols() > 0) {
    drawing.fronts.push_back(
        drawn(p.reference->f, most, p.reference->exact ? "true front" : "reference front"));
    drawing.fronts.back().reference = true;
  }
  for (std::size_t s = 0; s < report.solvers.size(); ++s) {
    const ReportCell& cell = report.cell(problem, s);
    if (cell.front && cell.front->f.cols() > 0) {
      drawing.fronts.push_back(drawn(cell.front->f, most, report.solvers[s].id));
      drawing.fronts.back().solver = s;
    }
  }
  if (!drawing.fronts.empty()) {
    for (Index i = 0; i < drawing.fronts.front().f.rows(); ++i) {
      drawing.window.push_back(axis_window(drawing.fronts, i, margin));
    }
  }
  drawing.title = p.id + ": fronts found";
  if (!drawing.fronts.empty() && drawing.fronts.front().reference) {
    drawing.title += " against the " + drawing.fronts.front().title;
  }
  drawing.caption = caption_of(report, problem, drawing);
  return drawing;
}

}  // namespace vilfredo::suite::detail
