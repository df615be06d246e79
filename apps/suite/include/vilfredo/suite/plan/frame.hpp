// Against what indicators measure the fronts of a suite.
#pragma once

#include <vilfredo/core/indicator.hpp>
#include <vilfredo/core/options.hpp>
#include <vilfredo/core/registry.hpp>
#include <vilfredo/core/world.hpp>

#include <array>
#include <cstdint>
#include <string>

namespace vilfredo::suite {

/// Where the reference point of hypervolume comes from.
enum class ReferencePolicy : std::uint8_t {
  problem,       ///< the problem's own; where it has none, as offset_nadir
  offset_nadir,  ///< nadir + offset * (nadir - ideal)
  point          ///< given in the suite
};

constexpr auto enum_names(ReferencePolicy) {
  return std::array{EnumName<ReferencePolicy>{"problem", ReferencePolicy::problem},
                    EnumName<ReferencePolicy>{"offset_nadir", ReferencePolicy::offset_nadir},
                    EnumName<ReferencePolicy>{"point", ReferencePolicy::point}};
}

/// Whether ideal becomes 0 and nadir 1 before anything is measured.
enum class Normalise : std::uint8_t { problem, none };

constexpr auto enum_names(Normalise) {
  return std::array{EnumName<Normalise>{"problem", Normalise::problem},
                    EnumName<Normalise>{"none", Normalise::none}};
}

struct FrameSettings {
  Normalise normalise = Normalise::problem;
  ReferencePolicy policy = ReferencePolicy::problem;
  double offset = 0.1;         ///< of offset_nadir, in ranges between ideal and nadir
  Vector point = {};           ///< of policy point, in the objectives' own senses
  Index reference_points = 0;  ///< about how many points of a known front; 0: default_front_size
};

/// What a suite knows better than a world does; each part may be empty. All minimised.
struct KnownFrame {
  Vector ideal = {};
  Vector nadir = {};
  Vector reference_point = {};
  Matrix reference_set = {};  ///< n_obj x M
  std::string reference_set_from = {};
  /// Of the whole front, in the units of the indicators that use it; 0: not said.
  double hypervolume = 0;
};

/// Points taken of a continuous known front: 1000 for two objectives, 2500 for three, else 5000.
[[nodiscard]] Index default_front_size(Index n_obj);

/// The frame of one indicator on one world. `known` wins over what the world says. Ideal and nadir
/// are filled in wherever they are known, reference point and set where the indicator needs them.
/// Throws Error{invalid_config} with a sentence for a person if something needed is not known, has
/// another length than there are objectives, or makes every value meaningless (a nadir that is not
/// worse than the ideal, a reference point that is not worse than the ideal).
[[nodiscard]] ReferenceFrame frame_for(const FrameSettings& settings,
                                       const KnownFrame& known,
                                       const IndicatorEntry& indicator,
                                       const AnyWorld& world);

/// Changes the sign of the rows of maximised objectives: own senses to minimised, and back.
void flip_maximised(Matrix& points, const WorldInfo& info);
void flip_maximised(Vector& point, const WorldInfo& info);

}  // namespace vilfredo::suite
