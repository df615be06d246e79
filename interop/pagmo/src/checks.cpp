#include "checks.hpp"

#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>

namespace vilfredo::interop {

namespace {

[[noreturn]] void refuse(const ProblemInfo& info, std::string sentence) {
  throw Error(Errc::unsupported, std::move(sentence)).with("problem", info.name);
}

}  // namespace

void refuse_without_counterpart(const ProblemInfo& info, std::string_view who) {
  if (info.stochastic) {
    refuse(info, fmt::format("{} cannot take a stochastic problem: pagmo has one seed for all "
                             "evaluations, not a stream for each",
                             who));
  }
  for (Index i = 0; i < info.n_var; ++i) {
    if (info.kind(i) == VarKind::permutation) {
      refuse(info, fmt::format("{} cannot take {}, part of a permutation: pagmo knows boxes only",
                               who, info.variable_name(i)));
    }
  }
}

void refuse_unsearchable(const ProblemInfo& info, std::string_view who) {
  refuse_without_counterpart(info, who);
  for (Index i = 0; i < info.n_var; ++i) {
    if (!std::isfinite(info.lower[i]) || !std::isfinite(info.upper[i])) {
      refuse(info, fmt::format("{} needs finite bounds; those of {} are [{}, {}]", who,
                               info.variable_name(i), info.lower[i], info.upper[i]));
    }
    if (info.kind(i) == VarKind::categorical) {
      refuse(info, fmt::format("{} would treat the categories of {} as an ordered scale", who,
                               info.variable_name(i)));
    }
  }
}

void refuse_unless_multi_objective(const ProblemInfo& info,
                                   std::string_view who,
                                   WholeNumbers whole,
                                   FixedVariables fixed) {
  refuse_unsearchable(info, who);
  if (info.n_obj < 2) {
    refuse(info, fmt::format("{} needs at least two objectives", who));
  }
  if (info.n_con > 0) {
    refuse(info, fmt::format("{} cannot handle constraints; the problem has {}", who, info.n_con));
  }
  for (Index i = 0; i < info.n_var; ++i) {
    if (whole == WholeNumbers::refused && info.kind(i) != VarKind::real) {
      refuse(info, fmt::format("{} moves in real variables only; {} takes whole numbers", who,
                               info.variable_name(i)));
    }
    if (fixed == FixedVariables::refused && info.lower[i] == info.upper[i]) {
      refuse(info, fmt::format("{} cannot work with a variable whose bounds are equal; {} is fixed "
                               "at {}",
                               who, info.variable_name(i), info.lower[i]));
    }
  }
}

}  // namespace vilfredo::interop
