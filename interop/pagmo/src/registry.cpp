#include "vilfredo/interop/pagmo/registry.hpp"

#include "vilfredo/interop/pagmo/maco.hpp"
#include "vilfredo/interop/pagmo/moead.hpp"
#include "vilfredo/interop/pagmo/nsga2.hpp"
#include "vilfredo/interop/pagmo/nspso.hpp"

#include <fmt/format.h>
#include <pagmo/config.hpp>

namespace vilfredo::interop {

void register_pagmo_solvers(SolverRegistry& registry) {
  registry.add<PagmoMaco>();
  registry.add<PagmoMoead>();
  registry.add<PagmoNsga2>();
  registry.add<PagmoNspso>();
}

std::string pagmo_version() {
  return fmt::format("{}.{}.{}", PAGMO_VERSION_MAJOR, PAGMO_VERSION_MINOR, PAGMO_VERSION_PATCH);
}

}  // namespace vilfredo::interop
