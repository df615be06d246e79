// The kernels of all instruction sets that this machine has against each other, bit for bit, and
// against the sweeps and limit sets on doubles.
#include "hypervolume/limit_sets.hpp"
#include "hypervolume/word_sets.hpp"
#include "point_sets.hpp"
#include "vilfredo/core/isa.hpp"
#include "vilfredo/core/ordering.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace vilfredo {
namespace {

using detail::LimitSetKernels;
using test::Draws;

std::vector<LimitSetKernels> kernels_here() {
  std::vector<LimitSetKernels> kernels = {detail::limit_set_kernels_scalar()};
#if defined(__x86_64__)
  if (isa() >= Isa::avx2) {
    kernels.push_back(detail::limit_set_kernels_avx2());
  }
  if (isa() >= Isa::avx512) {
    kernels.push_back(detail::limit_set_kernels_avx512());
  }
#endif
  return kernels;
}

struct alignas(64) Line {
  unsigned char bytes[64];
};

/// Ranks and values of a set with the reference 1.1, as the kernels want them.
struct Ranked {
  std::vector<Line> byte_ranks, word_ranks, scratch;
  std::vector<double> byte_values, word_values, heights;
  std::vector<std::uint8_t> byte_upper;
  std::vector<std::uint16_t> word_upper, sweep_ranks;
  detail::ByteSet bytes{};
  detail::WordSet words{};
  detail::SweepSet sweep{};

  explicit Ranked(const Matrix& f) {
    const auto d = static_cast<std::size_t>(f.rows());
    const auto n = static_cast<std::size_t>(f.cols());
    const std::size_t stride = (n + 31) / 32 * 32;
    const int n_obj = static_cast<int>(d);
    const int n_points = static_cast<int>(n);
    scratch.resize(
        1 + std::max(detail::byte_set_scratch(n_obj),
                     detail::word_set_scratch(n_obj, static_cast<int>(stride), n_points + 1) +
                         detail::sweep_scratch(n_points)) /
                64);
    word_ranks.resize(1 + d * stride * 2 / 64);
    word_values.resize(d * (n + 1));
    OrderingWorkspace ordering;
    auto* ranks = reinterpret_cast<std::uint16_t*>(word_ranks.data());
    for (std::size_t k = 0; k < d; ++k) {
      double* values = word_values.data() + k * (n + 1);
      const std::size_t distinct =
          dense_ranks(f.data() + k, d, n, ranks + k * stride, values, ordering);
      values[distinct] = 1.1;
      word_upper.push_back(static_cast<std::uint16_t>(distinct));
    }
    words = {ranks,    word_values.data(),       word_upper.data(), n_obj,
             n_points, static_cast<int>(stride), n_points + 1,      scratch.data()};
    if (n <= 255) {
      fill_bytes(f, ordering);
    }
    if (d == 4) {
      fill_sweep(f, ranks, stride, ordering);
    }
  }

  void fill_bytes(const Matrix& f, OrderingWorkspace& ordering) {
    const auto d = static_cast<std::size_t>(f.rows());
    const auto n = static_cast<std::size_t>(f.cols());
    byte_ranks.resize(d * 4);
    byte_values.resize(d * 256);
    auto* ranks = reinterpret_cast<std::uint8_t*>(byte_ranks.data());
    for (std::size_t k = 0; k < d; ++k) {
      double* values = byte_values.data() + k * 256;
      const std::size_t distinct =
          dense_ranks(f.data() + k, d, n, ranks + k * 256, values, ordering);
      values[distinct] = 1.1;
      byte_upper.push_back(static_cast<std::uint8_t>(distinct));
    }
    bytes = {ranks,
             byte_values.data(),
             byte_upper.data(),
             static_cast<int>(d),
             static_cast<int>(n),
             scratch.data()};
  }

  void fill_sweep(const Matrix& f,
                  const std::uint16_t* ranks,
                  std::size_t stride,
                  OrderingWorkspace& ordering) {
    const auto n = static_cast<std::size_t>(f.cols());
    std::vector<std::uint32_t> order(n);
    argsort(f.data() + 3, 4, n, order.data(), ordering);
    sweep_ranks.resize(3 * n);
    for (std::size_t j = 0; j < n; ++j) {
      heights.push_back(1.1 - f(3, static_cast<Index>(order[j])));
      for (std::size_t k = 0; k < 3; ++k) {
        sweep_ranks[k * n + j] = ranks[k * stride + order[j]];
      }
    }
    for (std::size_t k = 0; k < 3; ++k) {
      sweep.ranks[k] = sweep_ranks.data() + k * n;
      sweep.values[k] = word_values.data() + k * (n + 1);
      sweep.upper[k] = word_upper[k];
    }
    sweep.heights = heights.data();
    sweep.n = static_cast<int>(n);
    sweep.scratch = scratch.data();
  }
};

double reference_volume(const Matrix& f) {
  const Vector reference = Vector::Constant(f.rows(), 1.1);
  detail::LimitSets<double> limit_sets;
  limit_sets.prepare(static_cast<std::size_t>(f.cols()), static_cast<std::size_t>(f.rows()));
  return limit_sets.volume(f.data(), static_cast<std::size_t>(f.cols()),
                           static_cast<std::size_t>(f.rows()), reference.data());
}

std::vector<Matrix> sets(Draws& draws, Index d, Index n) {
  return {draws.sphere(d, n), draws.cube(d, n), Matrix(draws.lattice(d, n, 4) / 4),
          Matrix(1 - draws.sphere(d, n).array())};
}

TEST(HypervolumeKernels, OfEveryInstructionSetGiveTheSameBits) {
  Draws draws(1);
  const std::vector<LimitSetKernels> kernels = kernels_here();
  for (const Index n : {1, 2, 3, 4, 5, 31, 32, 33, 63, 64, 65, 128, 129, 255, 256, 300}) {
    for (Index d = 2; d <= (n <= 65 ? 8 : 5); ++d) {
      for (const Matrix& f : sets(draws, d, n)) {
        Ranked ranked(f);
        const int some = static_cast<int>(draws.below(n));
        for (const LimitSetKernels& kernel : kernels) {
          const double expected = reference_volume(f);
          ASSERT_NEAR(kernel.word_volume(ranked.words), expected, 1e-12 * expected);
          ASSERT_EQ(kernel.word_volume(ranked.words), kernels[0].word_volume(ranked.words));
          ASSERT_EQ(kernel.word_exclusive(ranked.words, some),
                    kernels[0].word_exclusive(ranked.words, some));
          if (n <= 255) {
            ASSERT_NEAR(kernel.byte_volume(ranked.bytes), expected, 1e-12 * expected);
            ASSERT_EQ(kernel.byte_volume(ranked.bytes), kernels[0].byte_volume(ranked.bytes));
            ASSERT_EQ(kernel.byte_exclusive(ranked.bytes, some),
                      kernels[0].byte_exclusive(ranked.bytes, some));
            ASSERT_NEAR(kernel.byte_exclusive(ranked.bytes, some),
                        kernel.word_exclusive(ranked.words, some), 1e-12 * expected);
          }
          if (d == 4) {
            ASSERT_NEAR(kernel.sweep_volume(ranked.sweep), expected, 1e-12 * expected);
            ASSERT_EQ(kernel.sweep_volume(ranked.sweep), kernels[0].sweep_volume(ranked.sweep));
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace vilfredo
