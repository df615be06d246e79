// Preferences to train and to probe a set model with: points of the simplex, as columns.
#pragma once

#include "vilfredo/core/options.hpp"
#include "vilfredo/core/rng.hpp"
#include "vilfredo/core/types.hpp"

#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

namespace vilfredo {

/// Independent draws of the symmetric Dirichlet distribution; 1 is uniform, less prefers corners.
struct DirichletPreferences {
  static constexpr std::string_view kType = "dirichlet";
  double concentration = 1;

  static constexpr auto fields() {
    return std::tuple{field("concentration", &DirichletPreferences::concentration, above(0),
                            "parameter of every objective")};
  }
};

/// A lattice in lexicographic order is cut into as many stretches as preferences are wanted, and
/// one member of each is drawn (the partitioned sampling of Nguyen et al., 2023).
struct StratifiedPreferences {
  static constexpr std::string_view kType = "stratified";
  Index divisions = 0;

  static constexpr auto fields() {
    return std::tuple{field("divisions", &StratifiedPreferences::divisions, at_least(0),
                            "of the lattice; 0: 400 for two objectives, 30 for three, 12 beyond")};
  }
};

/// Different members of a simplex lattice (Das, Dennis 1998) in random order; all of them before
/// any repeats.
struct DasDennisPreferences {
  static constexpr std::string_view kType = "das_dennis";
  Index divisions = 12;

  static constexpr auto fields() {
    return std::tuple{
        field("divisions", &DasDennisPreferences::divisions, at_least(1), "of the lattice")};
  }
};

/// Different members of a set of smallest Riesz energy in random order; all before any repeats.
struct EnergyPreferences {
  static constexpr std::string_view kType = "energy";
  Index points = 100;

  static constexpr auto fields() {
    return std::tuple{field("points", &EnergyPreferences::points, at_least(2), "of the set")};
  }
};

using PreferenceMethod = std::
    variant<DirichletPreferences, StratifiedPreferences, DasDennisPreferences, EnergyPreferences>;

class PreferenceSampler {
 public:
  PreferenceSampler() = default;
  /// Makes the lattice or set at once. Throws Error{invalid_argument} for options out of range.
  PreferenceSampler(const PreferenceMethod& method, Index n_obj);

  /// Fills all columns of `out` (n_obj x N). Allocates only when N grows.
  void draw(Rng& rng, MatrixOut out);

 private:
  void draw_dirichlet(Rng& rng, MatrixOut out) const;
  void draw_members(Rng& rng, MatrixOut out);

  PreferenceMethod method_;
  Matrix members_;
  std::vector<Index> order_;
};

/// Moves preferences (columns) off the edges of the simplex: (1 - margin) w + margin / n_obj.
void soften_preferences(double margin, MatrixOut preferences);

}  // namespace vilfredo
