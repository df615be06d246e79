// What keeping a trace costs: runs with and without one, in turns. Prints; asserts nothing.
#include <vilfredo/algorithms/decomposition/moead_de.hpp>
#include <vilfredo/algorithms/evolutionary/random_search.hpp>
#include <vilfredo/core/run.hpp>
#include <vilfredo/indicators/hypervolume_indicator.hpp>
#include <vilfredo/problems/synthetic/dtlz.hpp>
#include <vilfredo/problems/synthetic/zdt.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <string>
#include <vector>

namespace {

using namespace vilfredo;

constexpr std::uint64_t kEvaluations = 50'000;
constexpr int kRounds = 5;
constexpr double kCheapEvaluation = 10'000;  // ns; from there on a trace must not be felt

struct Cost {
  double nanoseconds = 0;  // per evaluation
  std::uint64_t archived = 0;
};

template <class S>
Cost cost_of(const AnyProblem& problem, bool traced, std::uint64_t seed) {
  S solver(problem.info(), {});
  RunOptions options;
  options.max_evaluations = kEvaluations;
  options.seed = seed;
  if (traced) {
    options.trace = TraceSchedule{};
    ReferenceFrame frame;
    frame.reference = Vector::Constant(problem.info().n_obj, 1.1);
    options.trace_indicators = {AnyIndicator::make<HypervolumeIndicator>(frame, {})};
  }
  const std::clock_t begin = std::clock();
  const RunResult result = run(solver, problem, options);
  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  return {1e9 * seconds / static_cast<double>(kEvaluations),
          result.trace.empty() ? 0 : result.trace.back().archive_size};
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

template <class S>
void measure(const AnyProblem& problem) {
  std::vector<double> plain;
  std::vector<double> extra;
  std::uint64_t archived = 0;
  for (int round = 0; round < kRounds; ++round) {
    const auto seed = static_cast<std::uint64_t>(round + 1);
    plain.push_back(cost_of<S>(problem, false, seed).nanoseconds);
    const Cost traced = cost_of<S>(problem, true, seed);
    extra.push_back(traced.nanoseconds - plain.back());
    archived = std::max(archived, traced.archived);
  }
  const double trace = median(extra);
  fmt::print("| {}, {} objectives | {} | {} | {:.0f} | {:.0f} | {:.1f} % |\n", problem.info().name,
             problem.info().n_obj, S::kName, archived, median(plain), trace,
             100 * trace / kCheapEvaluation);
}

}  // namespace

int main() {
  fmt::print(
      "{} evaluations, hypervolume at 20 points per decade, medians of {} rounds, processor "
      "time\n\n"
      "| problem | solver | archive at the end | run, ns per evaluation | trace, ns per evaluation "
      "| share of a 10 µs evaluation |\n|---|---|---|---|---|---|\n",
      kEvaluations, kRounds);
  const AnyProblem two(Zdt1(Zdt1::Options{}));
  const AnyProblem three(Dtlz2(Dtlz2::Options{}));
  measure<MoeadDe>(two);
  measure<RandomSearch>(two);
  measure<MoeadDe>(three);
  measure<RandomSearch>(three);
  return 0;
}
