#include <vilfredo/suite/config/suite_file.hpp>

namespace vilfredo::suite {

bool glob_matches(std::string_view glob, std::string_view text) {
  // Linear in practice: on a mismatch only the last star takes one more character.
  std::size_t g = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (g < glob.size() && glob[g] == '*') {
      star = g++;
      resume = t;
    } else if (g < glob.size() && (glob[g] == '?' || glob[g] == text[t])) {
      ++g;
      ++t;
    } else if (star != std::string_view::npos) {
      g = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*') {
    ++g;
  }
  return g == glob.size();
}

bool Selector::matches(std::string_view problem_id,
                       std::string_view solver_id,
                       std::string_view budget_id) const {
  return (problem.empty() || glob_matches(problem, problem_id)) &&
         (solver.empty() || glob_matches(solver, solver_id)) &&
         (budget.empty() || glob_matches(budget, budget_id));
}

}  // namespace vilfredo::suite
