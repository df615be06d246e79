#include "neural/layer_kernels.hpp"
#include "neural/layer_kernels_inl.hpp"

namespace vilfredo::detail {

const LayerKernels kLayerKernelsAvx512 = {layer_forward, layer_backward, layer_outer, adam_move};

}  // namespace vilfredo::detail
