// The products of a dense layer in single precision and Adam's step, by instruction set.
//
// Matrices are column-major and dense. Every element sums in the order of the index, without fused
// multiplications, so that its bits depend neither on the instruction set nor on the other columns.
#pragma once

namespace vilfredo::detail {

constexpr long kMostLanes = 16;

/// out (rows x cols) = w (rows x inner) x (inner x cols) + bias (rows).
using LayerForward = void (*)(long rows,
                              long inner,
                              long cols,
                              const float* w,
                              const float* bias,
                              const float* x,
                              float* out);

/// out (inner x cols) = w' delta, delta rows x cols. `packed` is scratch of
/// kMostLanes * rows.
using LayerBackward = void (*)(long rows,
                               long inner,
                               long cols,
                               const float* w,
                               const float* delta,
                               float* packed,
                               float* out);

/// out (rows x inner) = delta (rows x cols) x', x inner x cols >= 1.
using LayerOuter =
    void (*)(long rows, long inner, long cols, const float* delta, const float* x, float* out);

/// Numbers of one step of Adam that all parameters share; see AdamOptions.
struct AdamStep {
  float beta1;
  float beta2;
  float rest1;
  float rest2;
  float step_size;
  float root_scale;
  float epsilon;
  float keep;
};

using AdamMove = void (*)(long size,
                          const AdamStep& step,
                          const float* gradient,
                          float* first,
                          float* second,
                          float* parameters);

struct LayerKernels {
  LayerForward forward;
  LayerBackward backward;
  LayerOuter outer;
  AdamMove adam;
};

extern const LayerKernels kLayerKernelsScalar;
extern const LayerKernels kLayerKernelsAvx2;
extern const LayerKernels kLayerKernelsAvx512;

/// Those of isa().
[[nodiscard]] const LayerKernels& layer_kernels();

}  // namespace vilfredo::detail
