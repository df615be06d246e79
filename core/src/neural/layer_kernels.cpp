#include "neural/layer_kernels.hpp"

#include "vilfredo/core/isa.hpp"

namespace vilfredo::detail {

const LayerKernels& layer_kernels() {
  switch (isa()) {
#if defined(__x86_64__)
    case Isa::avx512:
      return kLayerKernelsAvx512;
    case Isa::avx2:
      return kLayerKernelsAvx2;
#endif
    default:
      return kLayerKernelsScalar;
  }
}

}  // namespace vilfredo::detail
