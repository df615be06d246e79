#include "vilfredo/core/any_solver.hpp"

#include "vilfredo/core/error.hpp"

namespace vilfredo {

namespace {

[[noreturn]] void of_another_kind(const std::string& solver, const char* what) {
  throw Error(Errc::internal, std::string("this solver does not ") + what).with("solver", solver);
}

}  // namespace

void AnySolver::Base::ask(Context& /*context*/, Ask& /*out*/) {
  of_another_kind(name(), "ask");
}

void AnySolver::Base::tell(const Told& /*told*/, Context& /*context*/) {
  of_another_kind(name(), "listen");
}

Status AnySolver::Base::step(EvaluateContext& /*context*/) {
  of_another_kind(name(), "step on a problem");
}

Status AnySolver::Base::step(RolloutContext& /*context*/) {
  of_another_kind(name(), "step in an environment");
}

Matrix AnySolver::Base::decode(MatrixIn /*preferences*/) const {
  throw Error(Errc::unsupported, "this solver learns no set to decode").with("solver", name());
}

}  // namespace vilfredo
