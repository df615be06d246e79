// What is wrong with a configuration, with the place of each fault.
#pragma once

#include <vilfredo/core/json_text.hpp>
#include <vilfredo/suite/config/located.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace vilfredo::suite {

struct ConfigFault {
  Origin origin;
  std::string sentence;
  std::string suggestion = {};  ///< the nearest spelling, or empty
  std::string allowed = {};     ///< what would be right, or empty
};

/// "suite.json:14:9: error at /solvers/0/params/crosover: unknown key …; did you mean …? allowed:
/// …"
[[nodiscard]] std::string describe(const ConfigFault& fault);

/// Faults of a suite in the order found: each once, and only so many.
class ConfigFaults {
 public:
  static constexpr std::size_t kMost = 50;

  void add(ConfigFault fault);
  void add(const Origin& origin, std::string sentence);
  /// Faults with pointers into a tree; each is placed at the deepest node on its way. `context` is
  /// appended in parentheses where that node is not part of the entry itself (but a default, an
  /// override, …), so that the reader knows which entry it broke.
  void add(const Faults& faults, const Located& tree, const std::string& context = {});

  /// True if something was said about this very place.
  [[nodiscard]] bool has_at(const Origin& origin) const;

  [[nodiscard]] bool empty() const { return faults_.empty(); }

  [[nodiscard]] const std::vector<ConfigFault>& list() const { return faults_; }

  /// How many were left out after the first kMost.
  [[nodiscard]] std::size_t left_out() const { return left_out_; }

  /// One line per fault, by file in the order met, then by line and column.
  [[nodiscard]] std::vector<std::string> lines() const;

 private:
  std::vector<ConfigFault> faults_;
  std::size_t left_out_ = 0;
};

/// Throws Error{invalid_config} with all lines, if there are any.
void throw_if_any(const ConfigFaults& faults);

}  // namespace vilfredo::suite
