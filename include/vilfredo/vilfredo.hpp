// The whole library behind one header: problems, solvers, indicators and the run.
#pragma once

#include "vilfredo/core/core.hpp"
