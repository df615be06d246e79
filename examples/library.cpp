// A two-variable design problem from a function, solved by MOEA/D, scored by hypervolume.
#include <vilfredo/vilfredo.hpp>

#include <cstdio>

int main() {
  const auto problem = vilfredo::make_problem({.n_var = 2,
                                               .n_obj = 2,
                                               .lower = vilfredo::Vector::Constant(2, 0.1),
                                               .upper = vilfredo::Vector::Constant(2, 2.0),
                                               .objectives = {{"weight"}, {"deflection"}}},
                                              [](vilfredo::MatrixIn x, vilfredo::EvalOut out) {
                                                for (vilfredo::Index j = 0; j < x.cols(); ++j) {
                                                  out.f(0, j) = x(0, j) * x(1, j);
                                                  out.f(1, j) =
                                                      1 / (x(0, j) * x(1, j) * x(1, j) * x(1, j));
                                                }
                                              });
  vilfredo::Moead solver{problem.info(), {.population = 200}};
  const auto result = vilfredo::run(solver, problem, {.max_evaluations = 25'000, .seed = 1});
  const vilfredo::Vector reference = vilfredo::Vector::Constant(2, 10.0);
  std::printf("%td designs, hypervolume %.4f\n", result.final.size(),
              vilfredo::hypervolume(result.final.f, reference));
  return result.final.size() > 0 ? 0 : 1;
}
