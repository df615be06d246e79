#include "vilfredo/problems/registry.hpp"

#include "vilfredo/problems/engineering/re.hpp"
#include "vilfredo/problems/structured_registry.hpp"
#include "vilfredo/problems/synthetic/dtlz.hpp"
#include "vilfredo/problems/synthetic/psl_f.hpp"
#include "vilfredo/problems/synthetic/vlmop.hpp"
#include "vilfredo/problems/synthetic/zdt.hpp"

#include <string>

namespace vilfredo {
namespace {

void add_re(ProblemRegistry& registry) {
  for (const std::string& name : ReProblem::names()) {
    const ReProblem problem(name);
    EntryDescription description;
    description.name = name;
    description.summary = std::string(problem.summary());
    description.paper = std::string(ReProblem::kPaper);
    description.family = std::string(ReProblem::kFamily);
    description.aliases = problem.aliases();
    description.revision = problem.info().revision;
    registry.add<NoOptions>(std::move(description),
                            [problem](const NoOptions&) { return AnyProblem(problem); });
  }
  registry.add<Re91>();
}

}  // namespace

void register_builtin_problems(ProblemRegistry& registry) {
  registry.add<Dtlz1>();
  registry.add<Dtlz2>();
  registry.add<Dtlz3>();
  registry.add<Dtlz4>();
  registry.add<Dtlz5>();
  registry.add<Dtlz6>();
  registry.add<Dtlz7>();
  registry.add<PslF1>();
  registry.add<PslF2>();
  registry.add<PslF3>();
  registry.add<PslF4>();
  registry.add<PslF5>();
  registry.add<PslF6>();
  registry.add<PslF6AsCoded>();
  add_re(registry);
  registry.add<Vlmop1>();
  registry.add<Vlmop2>();
  registry.add<Vlmop3>();
  registry.add<Zdt1>();
  registry.add<Zdt2>();
  registry.add<Zdt3>();
  registry.add<Zdt4>();
  registry.add<Zdt6>();
  register_structured_problems(registry);
}

}  // namespace vilfredo
