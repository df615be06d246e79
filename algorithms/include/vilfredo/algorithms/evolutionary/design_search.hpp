// Space-filling designs as solvers: what a surrogate must beat that costs nothing to compute.
#pragma once

#include "vilfredo/algorithms/evolutionary/search_archive.hpp"
#include "vilfredo/algorithms/operators/space_filling.hpp"
#include "vilfredo/algorithms/operators/unit_box.hpp"
#include "vilfredo/core/options.hpp"

#include <string_view>
#include <tuple>

namespace vilfredo {

/// What the designs share: points of the unit cube become an ask, what is told goes into the
/// archive.
class DesignSearch {
 public:
  void tell(const Told& told, Context& /*context*/) { archive_.offer(told); }

  [[nodiscard]] const Population& population() const { return archive_.population(); }

 protected:
  DesignSearch(const ProblemInfo& info, std::string_view solver)
      : box_(info, solver), archive_(info) {}

  UnitBox box_;
  SearchArchive archive_;
};

struct LatinHypercubeOptions {
  Index points = 100;

  static constexpr auto fields() {
    return std::tuple{field("points", &LatinHypercubeOptions::points, at_least(1),
                            "of one design, asked as one batch; then comes another design")};
  }
};

/// Latin hypercube designs, one after the other. A variable of k whole values gets each about
/// points / k times. If the budget ends within a batch, what was evaluated of it is no Latin
/// hypercube: make `points` the budget. On a stochastic problem all columns share the scoring
/// sample. State: the archive of SearchArchive and the number of designs.
class LatinHypercube : public DesignSearch {
 public:
  using Options = LatinHypercubeOptions;
  static constexpr std::string_view kName = "latin_hypercube";
  static constexpr std::string_view kFamily = "evolutionary";
  static constexpr std::string_view kSummary =
      "Latin hypercube designs; keeps the non-dominated points";
  static constexpr std::string_view kPaper = "McKay, Beckman, Conover, Technometrics 21, 1979";
  static constexpr int kRevision = 1;
  static constexpr SolverTraits kTraits = {.overlap = true};

  /// Throws Error{unsupported} if a bound is infinite or there are permutations.
  LatinHypercube(const ProblemInfo& info, const Options& options)
      : DesignSearch(info, kName), options_(options) {
    check_options(options);
  }

  [[nodiscard]] Ask ask(Context& context);

  [[nodiscard]] const Options& options() const { return options_; }

  void persist(StateIo& io);

 private:
  Options options_;
  std::uint64_t designs_ = 0;
};

struct SobolOptions {
  Index batch = 64;

  static constexpr auto fields() {
    return std::tuple{field("batch", &SobolOptions::batch, at_least(1),
                            "points of the sequence asked at once; changes no point")};
  }
};

/// The points of one scrambled Sobol' sequence (operators/space_filling.hpp) in order. On a
/// stochastic problem all columns share the scoring sample. State: the archive of SearchArchive and
/// the number of points.
class Sobol : public DesignSearch {
 public:
  using Options = SobolOptions;
  static constexpr std::string_view kName = "sobol";
  static constexpr std::string_view kFamily = "evolutionary";
  static constexpr std::string_view kSummary =
      "a scrambled Sobol' sequence; keeps the non-dominated points";
  static constexpr std::string_view kPaper = "Joe, Kuo, SIAM J. Sci. Comput. 30(5), 2008";
  static constexpr int kRevision = 1;
  static constexpr SolverTraits kTraits = {.overlap = true};

  /// Throws Error{unsupported} if a bound is infinite or there are permutations.
  Sobol(const ProblemInfo& info, const Options& options)
      : DesignSearch(info, kName), options_(options) {
    check_options(options);
  }

  [[nodiscard]] Ask ask(Context& context);

  [[nodiscard]] const Options& options() const { return options_; }

  void persist(StateIo& io);

 private:
  Options options_;
  std::uint64_t next_ = 0;
};

static_assert(AskTell<LatinHypercube> && AskTell<Sobol>);

}  // namespace vilfredo
