#include "harness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <numeric>

namespace vilfredo::peers {
namespace {

/// Processor time of this thread: other programs do not count.
double now() {
  std::timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
}

/// What is known of one contender while a case runs.
struct Progress {
  const Contender* contender = nullptr;
  std::vector<double> answers;  ///< per instance
  std::vector<double> seconds;  ///< per call, one entry per round
  std::size_t cycles = 1;       ///< per sample
  int rounds = 1;
};

/// Two cycles: the first fills caches and answers, the second tells how long a sample must be.
Progress warm_up(const Contender& contender, const Case& what, const BenchOptions& options) {
  Progress progress;
  progress.contender = &contender;
  double seconds = 0;
  for (int cycle = 0; cycle < 2; ++cycle) {
    progress.answers.clear();
    const double start = now();
    for (std::size_t k = 0; k < what.instances; ++k) {
      progress.answers.push_back(contender.call(k));
      if (now() - start > options.longest_call) {
        progress.seconds.push_back((now() - start) / static_cast<double>(k + 1));
        progress.rounds = 0;
        return progress;
      }
    }
    seconds = now() - start;
  }
  progress.cycles =
      std::max<std::size_t>(1, static_cast<std::size_t>(options.sample_seconds / seconds));
  progress.rounds = seconds > 0.4 ? std::min(options.rounds, 3) : options.rounds;
  return progress;
}

/// Fewer where a call of every contender, once for each, lasts long: a processor learns nothing of
/// an instance that takes it milliseconds.
std::size_t affordable_instances(const std::vector<Contender>& contenders,
                                 const Case& what,
                                 const BenchOptions& options) {
  const double start = now();
  for (const Contender& contender : contenders) {
    if (contender.call) {
      (void)contender.call(0);
    }
  }
  const double affordable = options.longest_cycle / (now() - start);
  return affordable < static_cast<double>(what.instances)
             ? std::max<std::size_t>(1, static_cast<std::size_t>(affordable))
             : what.instances;
}

void sample(Progress& progress, const Case& what) {
  double sink = 0;
  const double start = now();
  for (std::size_t cycle = 0; cycle < progress.cycles; ++cycle) {
    for (std::size_t k = 0; k < what.instances; ++k) {
      sink += progress.contender->call(k);
    }
  }
  const double seconds = now() - start;
  progress.seconds.push_back(seconds / static_cast<double>(progress.cycles * what.instances));
  if (sink == 0.12345) {
    std::fputs("", stderr);  // the answers are used
  }
}

double disagreement(const Progress& peer, const Progress& ours) {
  double worst = 0;
  for (std::size_t k = 0; k < std::min(peer.answers.size(), ours.answers.size()); ++k) {
    const double scale = std::max(std::abs(ours.answers[k]), 1e-300);
    worst = std::max(worst, std::abs(peer.answers[k] - ours.answers[k]) / scale);
  }
  return worst;
}

Timing summary(const Progress& progress, const Progress& ours) {
  Timing timing;
  timing.name = progress.contender->name;
  timing.seconds = median(progress.seconds);
  std::vector<double> deviations;
  for (const double seconds : progress.seconds) {
    deviations.push_back(std::abs(seconds - timing.seconds) / timing.seconds);
  }
  timing.spread = median(deviations);
  timing.rounds = static_cast<int>(progress.seconds.size());
  timing.disagreement = disagreement(progress, ours);
  return timing;
}

void report_progress(const Row& row) {
  std::string line =
      fmt::format("{} d={} {} n={}:", row.what.quantity, row.what.d, row.what.shape, row.what.n);
  for (const Timing& timing : row.timings) {
    line += fmt::format(" {} {:.4g} ms", timing.name, 1e3 * timing.seconds);
    if (timing.disagreement > row.what.tolerance) {
      line += fmt::format(" (DISAGREES by {:.2g})", timing.disagreement);
    }
  }
  fmt::print(stderr, "{}  ratio {:.2f}\n", line, row.ratio());
}

std::vector<Family::Entry>& registered() {
  static std::vector<Family::Entry> entries;
  return entries;
}

}  // namespace

Family::Family(std::string name, void (*run)(Bench&)) {
  registered().push_back({std::move(name), run});
}

std::vector<Family::Entry> Family::all() {
  std::vector<Entry> entries = registered();
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.name < b.name; });
  return entries;
}

const Timing* Row::fastest_peer() const {
  const Timing* fastest = nullptr;
  for (std::size_t k = 1; k < timings.size(); ++k) {
    if (fastest == nullptr || timings[k].seconds < fastest->seconds) {
      fastest = &timings[k];
    }
  }
  return fastest;
}

double Row::ratio() const {
  const Timing* fastest = fastest_peer();
  return fastest == nullptr ? 0 : fastest->seconds / timings.front().seconds;
}

bool Bench::wants(int d, const std::string& shape, std::size_t n) const {
  return (options_.d == 0 || options_.d == d) &&
         (options_.shape.empty() || options_.shape == shape) &&
         (options_.largest_n == 0 || n <= options_.largest_n);
}

void Bench::compare(const Case& asked, const std::vector<Contender>& contenders) {
  Case what = asked;
  what.instances = affordable_instances(contenders, asked, options_);
  std::vector<Progress> measured;
  for (const Contender& contender : contenders) {
    if (contender.call) {
      measured.push_back(warm_up(contender, what, options_));
    }
  }
  for (int round = 0; round < options_.rounds; ++round) {
    for (Progress& progress : measured) {
      if (round < progress.rounds) {
        sample(progress, what);
      }
    }
  }
  Row row;
  row.what = what;
  for (const Progress& progress : measured) {
    row.timings.push_back(summary(progress, measured.front()));
  }
  for (const Contender& contender : contenders) {
    const auto base = std::find_if(
        row.timings.begin(), row.timings.end(),
        [&contender](const Timing& timing) { return timing.name == contender.derived_from; });
    if (!contender.call && base != row.timings.end()) {
      Timing timing;
      timing.name = contender.name;
      timing.seconds = contender.factor * base->seconds;
      timing.derived = true;
      row.timings.push_back(timing);
    }
  }
  report_progress(row);
  rows_.push_back(std::move(row));
}

}  // namespace vilfredo::peers
