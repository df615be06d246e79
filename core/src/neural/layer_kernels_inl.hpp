// Bodies of layer_kernels.hpp; included by one source per instruction set. Everything is in an
// unnamed namespace so that no copy compiled for one set serves another.
#pragma once

#include <math.h>

namespace {

template <int kLanes>
struct Lanes;

template <>
struct Lanes<1> {
  using Type = float;
  using Unaligned = float;
};

template <>
struct Lanes<4> {
  typedef float Type __attribute__((vector_size(16)));
  typedef float Unaligned __attribute__((vector_size(16), aligned(4), may_alias));
};

template <>
struct Lanes<8> {
  typedef float Type __attribute__((vector_size(32)));
  typedef float Unaligned __attribute__((vector_size(32), aligned(4), may_alias));
};

template <>
struct Lanes<16> {
  typedef float Type __attribute__((vector_size(64)));
  typedef float Unaligned __attribute__((vector_size(64), aligned(4), may_alias));
};

#if defined(__AVX512F__)
constexpr int kWidest = 16;
constexpr int kForwardColumns = 10;  // as many as leave room for weights in the registers
#elif defined(__AVX2__)
constexpr int kWidest = 8;
constexpr int kForwardColumns = 5;
#else
constexpr int kWidest = 4;
constexpr int kForwardColumns = 5;
#endif

/// kGroups * kLanes rows and kCols columns of a forward product, in registers.
template <int kLanes, int kGroups, int kCols>
inline void forward_block(
    long rows, long inner, const float* w, const float* bias, const float* x, float* out) {
  using V = typename Lanes<kLanes>::Type;
  using U = typename Lanes<kLanes>::Unaligned;
  V sum[kGroups][kCols];
  for (int g = 0; g < kGroups; ++g) {
    for (int c = 0; c < kCols; ++c) {
      sum[g][c] = *reinterpret_cast<const U*>(bias + g * kLanes);
    }
  }
  for (long k = 0; k < inner; ++k) {
    for (int g = 0; g < kGroups; ++g) {
      const V weight = *reinterpret_cast<const U*>(w + k * rows + g * kLanes);
      for (int c = 0; c < kCols; ++c) {
        sum[g][c] += weight * x[k + c * inner];
      }
    }
  }
  for (int g = 0; g < kGroups; ++g) {
    for (int c = 0; c < kCols; ++c) {
      *reinterpret_cast<U*>(out + c * rows + g * kLanes) = sum[g][c];
    }
  }
}

/// All columns of as many rows as fit; returns the first row left.
template <int kLanes, int kGroups>
long forward_rows(long first,
                  long rows,
                  long inner,
                  long cols,
                  const float* w,
                  const float* bias,
                  const float* x,
                  float* out) {
  constexpr int kCols = kForwardColumns;
  long row = first;
  for (; row + kLanes * kGroups <= rows; row += kLanes * kGroups) {
    long c = 0;
    for (; c + kCols <= cols; c += kCols) {
      forward_block<kLanes, kGroups, kCols>(rows, inner, w + row, bias + row, x + c * inner,
                                            out + c * rows + row);
    }
    for (; c < cols; ++c) {
      forward_block<kLanes, kGroups, 1>(rows, inner, w + row, bias + row, x + c * inner,
                                        out + c * rows + row);
    }
  }
  return row;
}

void layer_forward(long rows,
                   long inner,
                   long cols,
                   const float* w,
                   const float* bias,
                   const float* x,
                   float* out) {
  long row = forward_rows<kWidest, 2>(0, rows, inner, cols, w, bias, x, out);
  row = forward_rows<kWidest, 1>(row, rows, inner, cols, w, bias, x, out);
  if constexpr (kWidest > 8) {
    row = forward_rows<8, 1>(row, rows, inner, cols, w, bias, x, out);
  }
  row = forward_rows<4, 1>(row, rows, inner, cols, w, bias, x, out);
  forward_rows<1, 1>(row, rows, inner, cols, w, bias, x, out);
}

/// One lane per column, kInputs rows of the result; the columns of delta lie packed by rows.
template <int kInputs>
inline void backward_block(
    long rows, long inner, long live, const float* w, const float* packed, float* out) {
  using V = typename Lanes<kWidest>::Type;
  using U = typename Lanes<kWidest>::Unaligned;
  V sum[kInputs] = {};
  for (long r = 0; r < rows; ++r) {
    const V delta = *reinterpret_cast<const U*>(packed + r * kWidest);
    for (int i = 0; i < kInputs; ++i) {
      sum[i] += delta * w[r + i * rows];
    }
  }
  for (int i = 0; i < kInputs; ++i) {
    for (long c = 0; c < live; ++c) {
      out[i + c * inner] = sum[i][c];
    }
  }
}

void layer_backward(long rows,
                    long inner,
                    long cols,
                    const float* w,
                    const float* delta,
                    float* packed,
                    float* out) {
  constexpr int kInputs = 8;
  for (long c = 0; c < cols; c += kWidest) {
    const long live = cols - c < kWidest ? cols - c : kWidest;
    for (long r = 0; r < rows; ++r) {
      for (long lane = 0; lane < kWidest; ++lane) {
        packed[r * kWidest + lane] = lane < live ? delta[r + (c + lane) * rows] : 0.0F;
      }
    }
    long i = 0;
    for (; i + kInputs <= inner; i += kInputs) {
      backward_block<kInputs>(rows, inner, live, w + i * rows, packed, out + i + c * inner);
    }
    for (; i < inner; ++i) {
      backward_block<1>(rows, inner, live, w + i * rows, packed, out + i + c * inner);
    }
  }
}

/// kLanes rows of an outer product over kCols columns; onto what is there unless `fresh`.
template <int kLanes, int kCols>
inline void outer_block(
    long rows, long inner, bool fresh, const float* delta, const float* x, float* out) {
  using V = typename Lanes<kLanes>::Type;
  using U = typename Lanes<kLanes>::Unaligned;
  V column[kCols];
  for (int c = 0; c < kCols; ++c) {
    column[c] = *reinterpret_cast<const U*>(delta + c * rows);
  }
  for (long i = 0; i < inner; ++i) {
    V sum = column[0] * x[i];
    if (!fresh) {
      sum = *reinterpret_cast<const U*>(out + i * rows) + sum;
    }
    for (int c = 1; c < kCols; ++c) {
      sum += column[c] * x[i + c * inner];
    }
    *reinterpret_cast<U*>(out + i * rows) = sum;
  }
}

template <int kLanes>
long outer_rows(
    long first, long rows, long inner, long cols, const float* delta, const float* x, float* out) {
  constexpr int kCols = 10;
  long row = first;
  for (; row + kLanes <= rows; row += kLanes) {
    long c = 0;
    for (; c + kCols <= cols; c += kCols) {
      outer_block<kLanes, kCols>(rows, inner, c == 0, delta + c * rows + row, x + c * inner,
                                 out + row);
    }
    for (; c < cols; ++c) {
      outer_block<kLanes, 1>(rows, inner, c == 0, delta + c * rows + row, x + c * inner, out + row);
    }
  }
  return row;
}

void layer_outer(long rows, long inner, long cols, const float* delta, const float* x, float* out) {
  long row = outer_rows<kWidest>(0, rows, inner, cols, delta, x, out);
  if constexpr (kWidest > 8) {
    row = outer_rows<8>(row, rows, inner, cols, delta, x, out);
  }
  if constexpr (kWidest > 4) {
    row = outer_rows<4>(row, rows, inner, cols, delta, x, out);
  }
  outer_rows<1>(row, rows, inner, cols, delta, x, out);
}

void adam_move(long size,
               const vilfredo::detail::AdamStep& step,
               const float* __restrict gradient,
               float* __restrict first,
               float* __restrict second,
               float* __restrict parameters) {
  const vilfredo::detail::AdamStep s = step;
  for (long i = 0; i < size; ++i) {
    const float g = gradient[i];
    first[i] = s.beta1 * first[i] + s.rest1 * g;
    second[i] = s.beta2 * second[i] + s.rest2 * g * g;
    const float length = sqrtf(second[i]) * s.root_scale + s.epsilon;
    parameters[i] = s.keep * parameters[i] - s.step_size * first[i] / length;
  }
}

}  // namespace
