// The kernels of every instruction set give the same bits. The set is fixed at first use of a
// process, so each is tried in a child process that prints a digest.
#include "isa_digests.hpp"

#include <vilfredo/algorithms/decomposition/moead.hpp>
#include <vilfredo/algorithms/decomposition/moead_de.hpp>
#include <vilfredo/core/hash.hpp>
#include <vilfredo/core/isa.hpp>
#include <vilfredo/core/run.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

namespace vilfredo {
namespace {

AnyProblem curved(Index n_var, Index n_obj) {
  ProblemInfo info;
  info.name = "curved";
  info.n_var = n_var;
  info.n_obj = n_obj;
  info.lower = Vector::Constant(n_var, -1);
  info.upper = Vector::Constant(n_var, 2);
  return make_problem(info, [](MatrixIn x, EvalOut out) {
    for (Index j = 0; j < x.cols(); ++j) {
      for (Index k = 0; k < out.f.rows(); ++k) {
        double sum = 0;
        for (Index i = 0; i < x.rows(); ++i) {
          const double d = x(i, j) - (i % out.f.rows() == k ? 1.0 : 0.0);
          sum += d * d;
        }
        out.f(k, j) = sum;
      }
    }
  });
}

template <class S>
void add(Sha256& hash, const AnyProblem& problem, const typename S::Options& options) {
  S solver(problem.info(), options);
  RunOptions run_options;
  run_options.max_evaluations = 600;
  (void)run(solver, problem, run_options);
  const Matrix& x = solver.population().x;
  const Vector values = solver.decomposition().values();
  hash.update(std::span<const double>(x.data(), static_cast<std::size_t>(x.size())));
  hash.update(std::span<const double>(values.data(), static_cast<std::size_t>(values.size())));
}

std::string digest_here() {
  Sha256 hash;
  const std::vector<Scalarisation> with_kernels = {Tchebycheff{},
                                                   TchebycheffInv{},
                                                   WeightedSum{},
                                                   AugmentedTchebycheff{},
                                                   ModifiedTchebycheff{},
                                                   Asf{},
                                                   Aasf{},
                                                   Pbi{},
                                                   Pas{},
                                                   Lws{},
                                                   Msf{},
                                                   Psf{},
                                                   AdaptivePbi{},
                                                   Alternating{}};
  for (const Scalarisation& chosen : with_kernels) {
    for (const Index n_obj : {2, 3, 5}) {
      const Index population = n_obj == 2 ? 40 : n_obj == 3 ? 45 : 35;
      add<MoeadDe>(hash, curved(7, n_obj),
                   {.population = population, .scalarisation = chosen, .repair = Repair::pagmo});
    }
  }
  for (const Repair repair : {Repair::reset, Repair::clamp, Repair::reflect, Repair::pagmo}) {
    for (const Index n_var : {1, 3, 8, 13, 30}) {
      add<MoeadDe>(hash, curved(n_var, 2), {.population = 30, .cr = 0.8, .repair = repair});
    }
  }
  for (const double eta : {0.0, 2.5, 20.0}) {
    for (const Index n_var : {1, 3, 8, 13, 30, 70, 129}) {
      add<Moead>(hash, curved(n_var, 2),
                 {.population = 30, .crossover = {.eta = eta}, .mutation = {.eta = eta}});
    }
  }
  return hex(hash.digest());
}

TEST(InstructionSets, DISABLED_PrintDigest) {
  std::printf("%s%s\n", test::kDigestPrefix, digest_here().c_str());
}

TEST(InstructionSets, GiveTheSameBits) {
  test::expect_same_digests("InstructionSets.DISABLED_PrintDigest");
}

}  // namespace
}  // namespace vilfredo
