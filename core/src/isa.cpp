#include "vilfredo/core/isa.hpp"

#include "vilfredo/core/error.hpp"

#include <cstdlib>
#include <string>

namespace vilfredo {

std::string_view name(Isa isa) {
  switch (isa) {
    case Isa::avx512:
      return "avx512";
    case Isa::avx2:
      return "avx2";
    default:
      return "scalar";
  }
}

namespace {

Isa best_here() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
      __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512vl") != 0) {
    return Isa::avx512;
  }
  if (__builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi2") != 0) {
    return Isa::avx2;
  }
#endif
  return Isa::scalar;
}

Isa choose() {
  const Isa best = best_here();
  const char* pinned = std::getenv("VILFREDO_ISA");
  if (pinned == nullptr || *pinned == '\0') {
    return best;
  }
  const std::string_view word = pinned;
  for (const Isa candidate : {Isa::scalar, Isa::avx2, Isa::avx512}) {
    if (word != name(candidate)) {
      continue;
    }
    if (candidate > best) {
      throw Error(Errc::invalid_argument, "VILFREDO_ISA names more than this processor has")
          .with("asked", std::string(word))
          .with("has", std::string(name(best)));
    }
    return candidate;
  }
  throw Error(Errc::invalid_argument, "VILFREDO_ISA is not understood")
      .with("found", std::string(word))
      .with("allowed", "scalar | avx2 | avx512");
}

}  // namespace

Isa isa() {
  static const Isa chosen = choose();
  return chosen;
}

}  // namespace vilfredo
