#include "word_sets_inl.hpp"

namespace vilfredo::detail {

LimitSetKernels limit_set_kernels_scalar() {
  return kernels_of_this_file();
}

}  // namespace vilfredo::detail
