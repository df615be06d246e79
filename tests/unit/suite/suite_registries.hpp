// Worlds, solvers and indicators for tests of suite files: few, cheap, and independent of what the
// library registers, so that golden messages stay as they are.
#pragma once

#include "toy.hpp"

#include <vilfredo/core/core.hpp>
#include <vilfredo/indicators/registry.hpp>

#include <array>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

namespace suite_toys {

using namespace vilfredo;

struct BowlOptions {
  Index n_var = 3;
  double spread = 2.0;

  static constexpr auto fields() {
    return std::tuple{
        field("n_var", &BowlOptions::n_var, closed(1, 100), "number of variables"),
        field("spread", &BowlOptions::spread, above(0), "distance of the two optima")};
  }

  static void check(const BowlOptions& o) {
    if (o.n_var > 50 && o.spread > 10) {
      throw Error(Errc::invalid_config, "n_var above 50 needs a spread of at most 10");
    }
  }
};

/// Squared distances to two points; ideal, nadir and front are known.
class Bowl {
 public:
  using Options = BowlOptions;
  static constexpr std::string_view kName = "bowl";
  static constexpr std::string_view kSummary = "squared distances to two points";

  explicit Bowl(const BowlOptions& options) : options_(options) {
    info_.name = kName;
    info_.n_var = options.n_var;
    info_.n_obj = 2;
    info_.lower = Vector::Constant(options.n_var, -4);
    info_.upper = Vector::Constant(options.n_var, 4);
    const double most = static_cast<double>(options.n_var) * options.spread * options.spread;
    info_.ideal = {Vector::Zero(2), "exact"};
    info_.nadir = {Vector::Constant(2, most), "exact"};
    info_.threads = ThreadSafety::concurrent;
  }

  [[nodiscard]] const ProblemInfo& info() const { return info_; }

  void evaluate(MatrixIn x, EvalOut out) const {
    for (Index j = 0; j < x.cols(); ++j) {
      out.f(0, j) = 0;
      out.f(1, j) = 0;
      for (Index i = 0; i < x.rows(); ++i) {
        out.f(0, j) += x(i, j) * x(i, j);
        out.f(1, j) += (x(i, j) - options_.spread) * (x(i, j) - options_.spread);
      }
    }
  }

  [[nodiscard]] Matrix front(Index n) const {
    Matrix out(2, n);
    for (Index j = 0; j < n; ++j) {
      const double t = static_cast<double>(j) / static_cast<double>(n - 1) * options_.spread;
      const double rest = options_.spread - t;
      out(0, j) = static_cast<double>(options_.n_var) * t * t;
      out(1, j) = static_cast<double>(options_.n_var) * rest * rest;
    }
    return out;
  }

 protected:
  BowlOptions options_;
  ProblemInfo info_;
};

/// Nothing is known of its scale, and its second objective is maximised.
class Dark : public toy::Schaffer {
 public:
  using Options = NoOptions;
  static constexpr std::string_view kName = "dark";

  explicit Dark(const NoOptions& /*options*/) {
    mutable_info().name = kName;
    mutable_info().objectives = {{"mass", Sense::minimise, "kg"}, {"safety", Sense::maximise, ""}};
  }
};

/// Counts tokens, at two levels of fidelity.
class Model : public toy::Schaffer {
 public:
  using Options = NoOptions;
  static constexpr std::string_view kName = "model";

  explicit Model(const NoOptions& /*options*/) {
    mutable_info().name = kName;
    mutable_info().cost_unit = "tokens";
    mutable_info().level_cost = {10, 100};
    mutable_info().ideal = {Vector::Zero(2), "exact"};
    mutable_info().nadir = {Vector::Constant(2, 12), "exact"};
  }

  void evaluate(MatrixIn x, int /*level*/, EvalOut out) const { toy::Schaffer::evaluate(x, out); }
};

class Line : public toy::Line {
 public:
  using Options = NoOptions;
  static constexpr std::string_view kName = "line";

  explicit Line(const NoOptions& /*options*/) {}
};

struct Sbx {
  static constexpr std::string_view kType = "sbx";
  double eta = 15;
  double probability = 0.9;

  static constexpr auto fields() {
    return std::tuple{field("eta", &Sbx::eta, at_least(0), "distribution index"),
                      field("probability", &Sbx::probability, closed(0, 1), "of crossing a pair")};
  }
};

struct De {
  static constexpr std::string_view kType = "de";
  double f = 0.5;

  static constexpr auto fields() {
    return std::tuple{field("f", &De::f, open_closed(0, 2), "scale of the difference")};
  }
};

enum class Repair { clamp, reflect };

constexpr auto enum_names(Repair) {
  return std::array{EnumName<Repair>{"clamp", Repair::clamp},
                    EnumName<Repair>{"reflect", Repair::reflect}};
}

struct DriftOptions {
  Index population = 20;
  Index neighbours = 5;
  double delta = 0.9;
  Repair repair = Repair::clamp;
  std::variant<Sbx, De> crossover;
  std::vector<double> weights;

  static constexpr auto fields() {
    return std::tuple{
        field("population", &DriftOptions::population, closed(4, 100'000), "sub-problems"),
        field("neighbours", &DriftOptions::neighbours, at_least(2), "of a sub-problem"),
        field("delta", &DriftOptions::delta, closed(0, 1), "probability of mating inside"),
        field("repair", &DriftOptions::repair, "of variables beyond their bounds"),
        field("crossover", &DriftOptions::crossover, "how two parents become one child"),
        field("weights", &DriftOptions::weights, closed(0, 1), "of the objectives")};
  }

  static void check(const DriftOptions& o) {
    if (o.neighbours > o.population) {
      throw Error(Errc::invalid_config, "neighbours = " + std::to_string(o.neighbours) +
                                            " violates neighbours <= population (" +
                                            std::to_string(o.population) + ")");
    }
  }
};

/// A walker with more to set.
class Drift : public toy::Walker {
 public:
  using Options = DriftOptions;
  static constexpr std::string_view kName = "drift";
  static constexpr std::string_view kSummary = "walks at random";
  static constexpr SolverTraits kTraits = {};
  static constexpr int kRevision = 3;

  Drift(const ProblemInfo& info, const DriftOptions& options)
      : toy::Walker(info, {.batch = options.population}), drift_(options) {
    if (info.level_cost.size() > 1 && options.repair == Repair::reflect) {
      throw Error(Errc::unsupported, "cannot reflect on a problem with levels of fidelity");
    }
  }

  [[nodiscard]] const DriftOptions& options() const { return drift_; }

 private:
  DriftOptions drift_;
};

inline Registries registries() {
  Registries out;
  out.problems.add<Bowl>();
  out.problems.add<Dark>();
  out.problems.add<Model>();
  out.environments.add<Line>();
  out.solvers.add<Drift>();
  out.solvers.add<toy::Walker>();
  out.solvers.add<toy::Stroller>();
  register_builtin_indicators(out.indicators);
  return out;
}

}  // namespace suite_toys
