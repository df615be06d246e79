// Correction of p-values for the number of comparisons made together (the family).
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace vilfredo::suite {

enum class Correction {
  none,
  holm,               ///< step-down, family-wise error; never less powerful than Bonferroni
  bonferroni,         ///< family-wise error
  benjamini_hochberg  ///< step-up, false discovery rate, for independent or positively related
                      ///< tests
};

/// The name used in suite files and reports: "holm".
[[nodiscard]] std::string_view name(Correction correction);

/// Adjusted p-values in the order given; compare them with alpha itself.
///
/// Holm: p_(i) -> max over j <= i of min(1, (m - j + 1) p_(j)), so they are monotone in the raw
/// ones. Throws Error{invalid_argument} on a value outside [0, 1] or NaN. O(m log m). Holm,
/// Scandinavian Journal of Statistics 6(2), 1979; Benjamini and Hochberg, JRSS B 57(1), 1995.
[[nodiscard]] std::vector<double> adjust(std::span<const double> p_values, Correction correction);

}  // namespace vilfredo::suite
