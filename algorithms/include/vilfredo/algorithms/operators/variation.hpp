// Variation of columns: differential evolution, simulated binary crossover, polynomial mutation,
// and the repair of what left the box.
//
// Real and integer genes vary arithmetically (integers and ordinals are rounded at the end), binary
// genes too; a categorical gene is inherited from one of the parents and mutates to any of its
// levels.
#pragma once

#include "vilfredo/algorithms/operators/box.hpp"
#include "vilfredo/algorithms/operators/draws.hpp"
#include "vilfredo/algorithms/operators/root_table.hpp"
#include "vilfredo/core/options.hpp"

#include <array>
#include <cstdint>
#include <tuple>
#include <vector>

namespace vilfredo {

/// What becomes of a gene outside its bounds.
enum class Repair : std::uint8_t {
  reset,    ///< uniform in the box: the choice of Li and Zhang (2009)
  clamp,    ///< to the bound
  reflect,  ///< mirrored at the bound, then clamped
  pagmo     ///< uniform between the bound and the parent's gene, as pagmo's moead
};

constexpr auto enum_names(Repair /*tag*/) {
  return std::array<EnumName<Repair>, 4>{{{"reset", Repair::reset},
                                          {"clamp", Repair::clamp},
                                          {"reflect", Repair::reflect},
                                          {"pagmo", Repair::pagmo}}};
}

/// Differential evolution rand/1/bin.
struct DifferentialOptions {
  static constexpr std::string_view kType = "de";

  double f = 0.5;
  double cr = 1.0;
  Repair repair = Repair::reset;

  static constexpr auto fields() {
    return std::tuple{
        field("f", &DifferentialOptions::f, open_closed(0, 2), "factor of the difference"),
        field("cr", &DifferentialOptions::cr, closed(0, 1),
              "probability that a gene takes the step; one gene always does"),
        field("repair", &DifferentialOptions::repair,
              "genes outside their bounds: reset (the paper's), clamp, reflect or pagmo")};
  }
};

/// Simulated binary crossover in its bounded form; children never leave the box.
struct SbxOptions {
  static constexpr std::string_view kType = "sbx";

  double probability = 1.0;
  double eta = 20;

  static constexpr auto fields() {
    return std::tuple{field("probability", &SbxOptions::probability, closed(0, 1),
                            "of crossing two parents at all; a gene then joins with 1/2"),
                      field("eta", &SbxOptions::eta, closed(0, 1000),
                            "distribution index: larger stays closer to the parents")};
  }
};

/// Polynomial mutation in its bounded form.
struct MutationOptions {
  double probability = 0;
  double eta = 20;

  static constexpr auto fields() {
    return std::tuple{field("probability", &MutationOptions::probability, closed(0, 1),
                            "of mutating a gene; 0 means one over the number of variables"),
                      field("eta", &MutationOptions::eta, closed(0, 1000),
                            "distribution index: larger makes smaller steps")};
  }
};

static_assert(Options<DifferentialOptions> && Options<SbxOptions> && Options<MutationOptions>);

namespace operators {

/// Uniform in the box: `y` has box.size() entries. One draw per gene.
void uniform_column(const Box& box, Rng& rng, double* y);

/// Of a differential variation: each of box.size() entries.
struct DifferentialParents {
  const double* base;
  const double* a;
  const double* b;
};

/// y = base + f (a - b), binomially crossed with base where cr < 1, then repaired.
///
/// Draws 1 + n uniforms for the crossover if cr < 1, then one per gene outside for repairs that
/// need them.
/// Storn, Price, J. Global Optim. 11, 1997.
void differential(const DifferentialParents& parents,
                  const Box& box,
                  const DifferentialOptions& options,
                  Draws& draws,
                  double* y);

/// One child of simulated binary crossover: passive genes come from `first`, an active gene is one
/// of the two children's with probability 1/2. Genes closer than 1e-14 are passive.
///
/// Draws 1 uniform if probability < 1, then n: the first two bits of each say whether the gene is
/// active and on which side of the parents the child lies. Deb, Agrawal, Complex Systems 9, 1995;
/// bounds as in Deb, Agrawal, 1999.
void sbx(const double* first,
         const double* second,
         const Box& box,
         const SbxOptions& options,
         Draws& draws,
         double* y);

/// Rounds integer, ordinal, binary and categorical genes to the nearest allowed number.
void round_discrete(const Box& box, double* y);

}  // namespace operators

/// Polynomial mutation, prepared for one box. Each gene mutates with the given probability; the
/// genes in between are skipped by geometric draws, so that a call costs what it changes.
///
/// Draws one uniform per skip (one more than genes mutate, unless the last gene does) and one per
/// mutated gene. Deb, Goyal, Comput. Sci. Inform. 26(4), 1996, bounded as in NSGA-II's program.
class PolynomialMutation {
 public:
  PolynomialMutation() = default;
  PolynomialMutation(const Box& box, const MutationOptions& options);

  /// Mutates genes of `y`, which has box.size() entries inside the box.
  void operator()(const Box& box, Draws& draws, double* y) const;

 private:
  /// Genes left alone before the next that mutates, at most `rest`.
  [[nodiscard]] Index skip(double v, Index rest) const;
  void mutate(const Box& box, Index k, double r, double* y) const;
  /// share^(eta + 1), share >= 0.
  [[nodiscard]] double power(double share) const;

  double eta_ = 20;
  RootTable root_;
  int whole_power_ = 0;
  Vector inverse_range_;
  // none_[k] is the probability that k genes in a row are left alone; first_[b] is a k from which
  // to search for a uniform in bucket b of (0, 1].
  std::vector<double> none_;
  std::vector<std::uint32_t> first_;
};

}  // namespace vilfredo
