// pagmo's problem suites under our names.
#include "vilfredo/core/error.hpp"
#include "vilfredo/interop/pagmo/foreign_problem.hpp"
#include "vilfredo/interop/pagmo/registry.hpp"

#include <fmt/format.h>
#include <pagmo/problem.hpp>
#include <pagmo/problems/cec2009.hpp>
#include <pagmo/problems/dtlz.hpp>
#include <pagmo/problems/wfg.hpp>
#include <pagmo/problems/zdt.hpp>

#include <stdexcept>
#include <string>

namespace vilfredo::interop {

namespace {

struct ZdtOptions {
  Index id = 1;
  Index param = 30;

  static constexpr auto fields() {
    return std::tuple{
        field("id", &ZdtOptions::id, closed(1, 6), "1 .. 6"),
        field("param", &ZdtOptions::param, closed(2, 1e6),
              "variables; of ZDT5 the number of bit strings, 30 bits and then 5 each")};
  }
};

struct DtlzOptions {
  Index id = 2;
  Index n_var = 12;
  Index n_obj = 3;
  Index alpha = 100;

  static constexpr auto fields() {
    return std::tuple{field("id", &DtlzOptions::id, closed(1, 7), "1 .. 7"),
                      field("n_var", &DtlzOptions::n_var, closed(3, 1e6), "more than n_obj"),
                      field("n_obj", &DtlzOptions::n_obj, closed(2, 1e6), "objectives"),
                      field("alpha", &DtlzOptions::alpha, closed(1, 1e9), "exponent of DTLZ4")};
  }
};

struct WfgOptions {
  Index id = 4;
  Index n_var = 24;
  Index n_obj = 3;
  Index k = 4;

  static constexpr auto fields() {
    return std::tuple{
        field("id", &WfgOptions::id, closed(1, 9), "1 .. 9, but not 8"),
        field("n_var", &WfgOptions::n_var, closed(2, 1e6), "variables"),
        field("n_obj", &WfgOptions::n_obj, closed(2, 1e6), "objectives"),
        field("k", &WfgOptions::k, closed(1, 1e6), "position variables, a multiple of n_obj - 1")};
  }

  static void check(const WfgOptions& options) {
    if (options.id == 8) {
      throw Error(
          Errc::unsupported,
          "pagmo computes WFG8 from already transformed variables, which is another problem; "
          "its values must not be compared with anybody's");
    }
  }
};

struct Cec2009Options {
  Index id = 1;
  bool constrained = false;
  Index n_var = 30;

  static constexpr auto fields() {
    return std::tuple{
        field("id", &Cec2009Options::id, closed(1, 10), "1 .. 10"),
        field("constrained", &Cec2009Options::constrained, "CF1 .. CF10 instead of UF1 .. UF10"),
        field("n_var", &Cec2009Options::n_var, closed(1, 1e6), "variables")};
  }
};

static_assert(Options<ZdtOptions> && Options<DtlzOptions> && Options<WfgOptions> &&
              Options<Cec2009Options>);

unsigned natural(Index number) {
  return static_cast<unsigned>(number);
}

std::size_t size(Index number) {
  return static_cast<std::size_t>(number);
}

/// The instance, with what pagmo refuses said as a fault of the parameters.
template <class Suite, class... Arguments>
AnyProblem make(std::string name, Arguments... arguments) {
  try {
    return from_pagmo(pagmo::problem{Suite(arguments...)}, std::move(name));
  } catch (const std::invalid_argument& error) {
    const std::string text = error.what();
    const std::size_t at = text.find("what: ");
    throw Error(
        Errc::invalid_config,
        fmt::format("pagmo refused: {}", at == std::string::npos ? text : text.substr(at + 6)))
        .with("problem", name);
  }
}

EntryDescription description(std::string name, std::string summary, std::string paper) {
  EntryDescription out;
  out.name = std::move(name);
  out.summary = std::move(summary);
  out.paper = std::move(paper);
  out.family = "pagmo";
  return out;
}

}  // namespace

void register_pagmo_problems(ProblemRegistry& registry) {
  registry.add<Cec2009Options>(
      description("pagmo_cec2009", "UF and CF of the CEC 2009 competition, as pagmo computes them",
                  "Zhang et al. 2008, CES-487"),
      [](const Cec2009Options& o) {
        return make<pagmo::cec2009>(fmt::format("pagmo_{}f{}", o.constrained ? 'c' : 'u', o.id),
                                    natural(o.id), o.constrained, natural(o.n_var));
      });
  registry.add<DtlzOptions>(description("pagmo_dtlz", "DTLZ1 .. DTLZ7, as pagmo computes them",
                                        "Deb, Thiele, Laumanns, Zitzler 2005"),
                            [](const DtlzOptions& o) {
                              return make<pagmo::dtlz>(fmt::format("pagmo_dtlz{}", o.id),
                                                       natural(o.id), size(o.n_var), size(o.n_obj),
                                                       natural(o.alpha));
                            });
  registry.add<WfgOptions>(
      description("pagmo_wfg", "WFG1 .. WFG9 without WFG8, as pagmo computes them",
                  "Huband, Hingston, Barone, While 2006, IEEE TEC 10(5)"),
      [](const WfgOptions& o) {
        return make<pagmo::wfg>(fmt::format("pagmo_wfg{}", o.id), natural(o.id), size(o.n_var),
                                size(o.n_obj), size(o.k));
      });
  registry.add<ZdtOptions>(description("pagmo_zdt", "ZDT1 .. ZDT6, as pagmo computes them",
                                       "Zitzler, Deb, Thiele 2000, Evolutionary Computation 8(2)"),
                           [](const ZdtOptions& o) {
                             return make<pagmo::zdt>(fmt::format("pagmo_zdt{}", o.id),
                                                     natural(o.id), natural(o.param));
                           });
}

}  // namespace vilfredo::interop
