// Refuses a program whose flags would make Eigen free by another rule what this library allocates.
#pragma once

#include <Eigen/Core>

// Defined for those who link the installed library.
#ifdef VILFREDO_EIGEN_ALIGN_BYTES
static_assert(EIGEN_DEFAULT_ALIGN_BYTES == VILFREDO_EIGEN_ALIGN_BYTES,
              "these compiler flags (-march, -mavx) make Eigen align matrices otherwise than the "
              "installed vilfredo does, and the program would crash: build vilfredo with the same "
              "flags, or leave them out here (its own kernels choose their instruction set when "
              "they run)");
#endif
