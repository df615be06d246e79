#include "vilfredo/core/outcome.hpp"

namespace vilfredo {

std::string_view name(Outcome outcome) {
  switch (outcome) {
    case Outcome::ok:
      return "ok";
    case Outcome::threw:
      return "threw";
    case Outcome::non_finite:
      return "non_finite";
    case Outcome::timed_out:
      return "timed_out";
    case Outcome::crashed:
      return "crashed";
  }
  return "ok";
}

}  // namespace vilfredo
