// A front from a file, minimised.
#pragma once

#include <vilfredo/core/problem_info.hpp>
#include <vilfredo/core/types.hpp>

#include <string>
#include <vector>

namespace vilfredo::suite {

struct Front {
  Matrix f;  ///< minimised
  std::vector<Objective> objectives;

  [[nodiscard]] Index n_obj() const { return f.rows(); }
};

/// The objectives of a CSV file; "-" is standard input. `maximise` names objectives by number, from
/// 1, beside those that the file's heading says. Throws Error{invalid_argument, not_found, io}.
[[nodiscard]] Front read_front(const std::string& file, const std::vector<int>& maximise);

}  // namespace vilfredo::suite
