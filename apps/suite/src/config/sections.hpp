// The parts of a suite that are no lists.
#pragma once

#include <vilfredo/suite/config/suite_file.hpp>

namespace vilfredo::suite {

/// Fills name, seed, replicates, trace, failures, execution, report, score and window.
void read_sections(const Located& tree, SuiteFile& suite);

}  // namespace vilfredo::suite
