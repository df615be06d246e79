// Peak memory of a run, which must not grow with the number of generations. Prints; asserts
// nothing.
#include <vilfredo/algorithms/decomposition/moead.hpp>
#include <vilfredo/core/run.hpp>
#include <vilfredo/problems/synthetic/zdt.hpp>

#include <fmt/core.h>

#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace vilfredo;

constexpr Index kPopulation = 1000;
constexpr Index kVariables = 30;

void solve(std::uint64_t evaluations, bool archive) {
  const AnyProblem problem(Zdt1(Zdt1::Options{.n_var = kVariables}));
  Moead solver(problem.info(), {.population = kPopulation});
  RunOptions options;
  options.max_evaluations = evaluations;
  options.archive = archive;
  const RunResult result = run(solver, problem, options);
  if (result.final.size() == 0) {
    std::abort();
  }
}

// Kilobytes at the peak, of a process of its own.
long peak(std::uint64_t evaluations, bool archive) {
  const pid_t child = fork();
  if (child == 0) {
    solve(evaluations, archive);
    _exit(0);
  }
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) != child || status != 0) {
    throw std::runtime_error("the measured process failed");
  }
  return usage.ru_maxrss;
}

}  // namespace

int main() {
  fmt::print("moead on zdt1, N = {}, n = {}; peak resident memory in MiB\n\n", kPopulation,
             kVariables);
  fmt::print("| evaluations | no archive | unbounded archive |\n|---|---|---|\n");
  for (const std::uint64_t evaluations : {10'000U, 100'000U, 1'000'000U}) {
    fmt::print("| {} | {:.1f} | {:.1f} |\n", evaluations,
               static_cast<double>(peak(evaluations, false)) / 1024,
               static_cast<double>(peak(evaluations, true)) / 1024);
  }
  return 0;
}
