// What a suite says about the scale that indicators measure on.
#pragma once

#include <vilfredo/suite/config/faults.hpp>
#include <vilfredo/suite/plan/frame.hpp>

#include <filesystem>
#include <string>

namespace vilfredo::suite {

/// "frame" of a problem: points in the objectives' own senses, and a file of points.
[[nodiscard]] KnownFrame read_known_frame(const Located& problem,
                                          const WorldInfo& info,
                                          ConfigFaults& faults);

/// "normalise", "reference_point" and the number of points in "reference_set" of an indicator.
[[nodiscard]] FrameSettings read_frame_settings(const Located& indicator, ConfigFaults& faults);

/// The points of the file that an indicator names as its reference set, minimised; "{problem}" in
/// the name is replaced by the id. No columns if it names none.
[[nodiscard]] Matrix read_reference_file(const Located& indicator,
                                         const std::string& problem_id,
                                         const WorldInfo& info,
                                         ConfigFaults& faults);

}  // namespace vilfredo::suite
