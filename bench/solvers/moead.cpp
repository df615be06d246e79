// Evaluations per second of our MOEA/D against pagmo's, in one process, taking turns, on one
// thread.
//
//   bench_moead [rounds]
//
// Both sides solve the same problem with the same population and budget, ours through Run with
// erased solver and problem. Printed: median evaluations per second of processor time, the ratio,
// and the mean hypervolume of the final populations with its standard error: a few runs cannot tell
// apart what differs by less than that. pagmo's 20 neighbours do not count the sub-problem itself,
// ours do, so 21 of ours are the same neighbourhoods. pagmo has no MOEA/D with simulated binary
// crossover, so that row compares across operators. For three objectives, populations are the
// lattice sizes nearest below. Small populations, which are quick, get five times the rounds.
#include "vilfredo/algorithms/decomposition/moead.hpp"

#include "vilfredo/algorithms/decomposition/moead_de.hpp"
#include "vilfredo/core/isa.hpp"
#include "vilfredo/core/run.hpp"
#include "vilfredo/indicators/hypervolume.hpp"
#include "vilfredo/problems/synthetic/dtlz.hpp"
#include "vilfredo/problems/synthetic/zdt.hpp"

#include <fmt/format.h>
#include <pagmo/algorithm.hpp>
#include <pagmo/algorithms/moead.hpp>
#include <pagmo/config.hpp>
#include <pagmo/population.hpp>
#include <pagmo/problem.hpp>
#include <pagmo/problems/dtlz.hpp>
#include <pagmo/problems/zdt.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

namespace {

using namespace vilfredo;

struct Sample {
  double rate = 0;
  double volume = 0;
};

struct Case {
  std::string name;
  AnyProblem ours;
  pagmo::problem theirs;
  Vector reference;
  Index population = 100;
  std::uint64_t budget = 25'000;
};

/// Processor time of the process: both sides use one thread, and other programs do not count.
class Stopwatch {
 public:
  [[nodiscard]] double seconds() const { return now() - start_; }

 private:
  [[nodiscard]] static double now() {
    return static_cast<double>(std::clock()) / static_cast<double>(CLOCKS_PER_SEC);
  }

  double start_ = now();
};

template <class S>
Sample ours(const Case& c, const typename S::Options& options, std::uint64_t seed) {
  const Stopwatch watch;
  Run run(AnySolver(S(c.ours.info(), options)), c.ours,
          {.max_evaluations = c.budget, .seed = seed});
  while (run.advance()) {
  }
  const double seconds = watch.seconds();
  const Matrix f = run.result().final.f;
  return {static_cast<double>(c.budget) / seconds, hypervolume(f, c.reference)};
}

Sample pagmo_moead(const Case& c, std::uint64_t seed) {
  const auto n = static_cast<pagmo::population::size_type>(c.population);
  const auto generations = static_cast<unsigned>((c.budget - n) / n);
  const Stopwatch watch;
  pagmo::population population(c.theirs, n, static_cast<unsigned>(seed));
  const pagmo::algorithm algorithm(pagmo::moead(generations, "grid", "tchebycheff", 20, 1.0, 0.5,
                                                20.0, 0.9, 2, true, static_cast<unsigned>(seed)));
  population = algorithm.evolve(population);
  const double seconds = watch.seconds();
  const auto values = population.get_f();
  Matrix f(c.ours.info().n_obj, c.population);
  for (Index i = 0; i < c.population; ++i) {
    for (Index k = 0; k < f.rows(); ++k) {
      f(k, i) = values[static_cast<std::size_t>(i)][static_cast<std::size_t>(k)];
    }
  }
  return {static_cast<double>(n * (generations + 1)) / seconds, hypervolume(f, c.reference)};
}

struct Summary {
  double rate = 0;  ///< median
  double volume = 0;
  double volume_error = 0;  ///< standard error of the mean
};

Summary summary(std::vector<Sample> samples) {
  const auto n = static_cast<double>(samples.size());
  const auto middle = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
  std::nth_element(samples.begin(), middle, samples.end(),
                   [](const Sample& a, const Sample& b) { return a.rate < b.rate; });
  Summary out{.rate = middle->rate};
  for (const Sample& sample : samples) {
    out.volume += sample.volume / n;
  }
  double squares = 0;
  for (const Sample& sample : samples) {
    squares += (sample.volume - out.volume) * (sample.volume - out.volume);
  }
  out.volume_error = n > 1 ? std::sqrt(squares / (n - 1) / n) : 0;
  return out;
}

void print_row(const Case& c, const char* variant, const Summary& us, const Summary& them) {
  fmt::print("| {} | {} | {} | {:.3g} | {:.3g} | {:.1f} | {:.4f} +- {:.4f} | {:.4f} +- {:.4f} |\n",
             c.name, c.population, variant, us.rate, them.rate, us.rate / them.rate, us.volume,
             us.volume_error, them.volume, them.volume_error);
}

void measure(const Case& c, int rounds) {
  constexpr Index kNeighbours = 21;  // pagmo's 20 and the sub-problem itself
  std::vector<Sample> de;
  std::vector<Sample> sbx;
  std::vector<Sample> peer;
  for (int round = 0; round < (c.population <= 100 ? 5 * rounds : rounds); ++round) {
    const auto seed = static_cast<std::uint64_t>(round + 1);
    de.push_back(ours<MoeadDe>(
        c, {.population = c.population, .neighbours = kNeighbours, .repair = Repair::pagmo}, seed));
    peer.push_back(pagmo_moead(c, seed));
    sbx.push_back(ours<Moead>(c, {.population = c.population}, seed));
  }
  print_row(c, "moead_de, repair pagmo, 21 neighbours", summary(de), summary(peer));
  print_row(c, "moead, SBX against DE", summary(sbx), summary(peer));
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 11;
  fmt::print("instruction set {}, pagmo {}, {} rounds, 25 000 evaluations\n\n", name(isa()),
             PAGMO_VERSION, rounds);
  fmt::print(
      "| problem | N | variant | ours, eval/s | pagmo moead, eval/s | ratio | hypervolume "
      "| pagmo's |\n|---|---|---|---|---|---|---|---|\n");
  for (const Index n : {100, 500, 2000}) {
    measure({.name = "zdt1, n = 30",
             .ours = Zdt1(Zdt1::Options{}),
             .theirs = pagmo::problem(pagmo::zdt(1, 30)),
             .reference = Vector::Constant(2, 1.1),
             .population = n},
            rounds);
  }
  for (const Index n : {91, 496, 1953}) {
    measure({.name = "dtlz2, m = 3, n = 12",
             .ours = Dtlz2(DtlzOptions{.n_obj = 3, .n_var = 12}),
             .theirs = pagmo::problem(pagmo::dtlz(2, 12, 3)),
             .reference = Vector::Constant(3, 1.1),
             .population = n},
            rounds);
  }
  return 0;
}
