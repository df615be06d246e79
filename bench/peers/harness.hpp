// Measures contenders on equal work, taking turns inside one process, on one thread.
//
// A family of rows is one file: it fills Cases with Contenders and hands them to Bench::compare,
// and registers itself with a Family object; see hypervolume.cpp.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace vilfredo::peers {

/// One way to do the work of a case. `call` does it for one instance and returns a number that
/// tells whether the answer is the same as everybody's. The first contender of a case is ours.
struct Contender {
  std::string name;
  std::function<double(std::size_t instance)> call = {};
  /// Not measured: this factor times the time of `derived_from`, a measured contender.
  std::string derived_from = {};
  double factor = 0;
};

struct Case {
  std::string quantity;  ///< what is computed, for example "hypervolume"
  int d = 0;
  std::string shape;
  std::size_t n = 0;
  std::size_t instances = 1;  ///< different inputs that every sample cycles through
  double tolerance = 0;       ///< relative; answers that differ by more are reported
  double target = 0;          ///< ratio aimed at; 0: none
  std::string bound = {};     ///< exponent of n that bounds our algorithm's cost
};

struct Timing {
  std::string name;
  double seconds = 0;  ///< per call: median over rounds
  double spread = 0;   ///< median absolute deviation over rounds, relative
  int rounds = 0;
  bool derived = false;
  double disagreement = 0;  ///< largest relative difference from ours
};

struct Row {
  Case what;
  std::vector<Timing> timings;

  [[nodiscard]] const Timing* fastest_peer() const;
  /// Time of the fastest peer over ours; 0 without peers.
  [[nodiscard]] double ratio() const;
};

struct BenchOptions {
  std::vector<std::string> families = {};  ///< empty: all
  int d = 0;                               ///< 0: all
  std::size_t largest_n = 0;               ///< 0: all
  std::string shape = {};                  ///< empty: all
  int rounds = 7;
  double sample_seconds = 2e-3;  ///< a sample repeats its cycle until it lasts this long
  double longest_call = 4;       ///< a contender slower than this is measured once
  double longest_cycle = 4;      ///< fewer instances if all contenders together take longer
};

class Bench {
 public:
  explicit Bench(BenchOptions options) : options_(std::move(options)) {}

  [[nodiscard]] const BenchOptions& options() const { return options_; }

  /// Whether the options ask for this case; instances need not be made otherwise.
  [[nodiscard]] bool wants(int d, const std::string& shape, std::size_t n) const;
  void compare(const Case& asked, const std::vector<Contender>& contenders);

  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }

 private:
  BenchOptions options_;
  std::vector<Row> rows_;
};

/// A file's rows; a static object of it registers them.
struct Family {
  Family(std::string name, void (*run)(Bench&));

  struct Entry {
    std::string name;
    void (*run)(Bench&);
  };

  /// Sorted by name.
  [[nodiscard]] static std::vector<Entry> all();
};

/// Tables of all rows in Markdown, and how time grows with n.
[[nodiscard]] std::string markdown(const std::vector<Row>& rows);
/// Everything that was measured, with versions, processor and instruction set.
[[nodiscard]] std::string json(const std::vector<Row>& rows, const std::string& versions);

}  // namespace vilfredo::peers
