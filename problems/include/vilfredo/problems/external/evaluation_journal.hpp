// A file of finished evaluations: what is in it is never computed again, whatever happens to the
// process.
//
// Text, a JSON object per line. The first line names the simulator; every other holds one
// evaluation: {"x": […], "outcome": "ok", "f": […], "g": […], "seconds": 1.5}, or another outcome
// and a "reason". Numbers are written so that every double is read back as it was.
#pragma once

#include "vilfredo/core/outcome.hpp"
#include "vilfredo/core/types.hpp"

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace vilfredo {

/// What became of one column.
struct FinishedEvaluation {
  Outcome outcome = Outcome::ok;
  Vector f = {};            ///< n_obj, minimised; empty unless ok
  Vector g = {};            ///< n_con; empty unless ok
  std::string reason = {};  ///< why it is not ok
  double seconds = 0;
};

/// Safe for many threads of one process. Two processes cannot have the same file open.
class EvaluationJournal {
 public:
  /// In memory only.
  EvaluationJournal() = default;
  /// Opens or makes the file. A line that was cut off by the end of a process is dropped. Throws
  /// Error{io} if it cannot be opened or another process has it, Error{store_damaged} if it belongs
  /// to another `identity` or a line inside it cannot be read.
  EvaluationJournal(const std::filesystem::path& path, const std::string& identity);
  ~EvaluationJournal();
  EvaluationJournal(const EvaluationJournal&) = delete;
  EvaluationJournal& operator=(const EvaluationJournal&) = delete;

  /// By the exact bits of x.
  [[nodiscard]] std::optional<FinishedEvaluation> find(VectorIn x) const;
  /// On disk when it returns. Throws Error{io}; the evaluation is then kept in memory.
  void add(VectorIn x, const FinishedEvaluation& done);
  [[nodiscard]] std::size_t size() const;

 private:
  void read(const std::filesystem::path& path, const std::string& identity);
  void append(const std::string& line);

  mutable std::mutex mutex_;
  int file_ = -1;
  std::map<std::vector<double>, FinishedEvaluation> done_;
};

}  // namespace vilfredo
