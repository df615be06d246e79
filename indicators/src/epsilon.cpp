#include "vilfredo/indicators/epsilon.hpp"

#include "epsilon/kernels.hpp"
#include "input_checks.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/isa.hpp"
#include "vilfredo/core/ordering.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

namespace vilfredo {

namespace detail {

const EpsilonKernels& epsilon_kernels() {
  static const EpsilonKernels chosen = [] {
    switch (isa()) {
#if defined(__x86_64__)
      case Isa::avx512:
        return epsilon_kernels_avx512();
      case Isa::avx2:
        return epsilon_kernels_avx2();
#endif
      default:
        return epsilon_kernels_scalar();
    }
  }();
  return chosen;
}

}  // namespace detail

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

void check(MatrixIn front, MatrixIn reference_set) {
  if (reference_set.cols() < 1 || reference_set.rows() < 1) {
    throw Error(Errc::invalid_argument, "the epsilon indicator needs a reference set with points");
  }
  detail::require_finite("the reference set", reference_set);
  detail::require_rows("the front", front, reference_set.rows());
  detail::require_no_nan("the front", front);
}

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
/// Below it products of reciprocals may lose digits to underflow.
constexpr double kLeastFloor = 0x1p-900;

/// a - z, in lanes as it is.
struct Additive {
  static constexpr auto settle = &detail::EpsilonKernels::settle_differences;
  static constexpr bool kExactLanes = true;

  static double query(double z) { return z; }

  static double in_lanes(double a, double query) { return a - query; }

  static double exact(double a, double z) { return a - z; }
};

/// a / z, in lanes as a times a reciprocal rounded up: never below, and at most a few epsilon above
/// the quotient.
struct Multiplicative {
  static constexpr auto settle = &detail::EpsilonKernels::settle_products;
  static constexpr bool kExactLanes = false;

  static double query(double z) { return 1 / z * (1 + 4 * kEpsilon); }

  static double in_lanes(double a, double query) { return a * query; }

  static double exact(double a, double z) { return a / z; }
};

/// max over z of min over a of max over i of the pair's value. Sixteen reference points at a time
/// meet the front's points until each has one that is at most the largest minimum so far (the
/// floor); the point that ended a block is tried first for the next.
template <class Pair>
class MaxMinMax {
 public:
  MaxMinMax(MatrixIn front, MatrixIn reference_set)
      : d_(reference_set.rows()), front_(front), reference_set_(reference_set) {
    order_.resize(static_cast<std::size_t>(front.cols()));
    std::iota(order_.begin(), order_.end(), std::int32_t{0});
    queries_.resize(static_cast<std::size_t>(d_ * detail::kEpsilonBlock));
    least_.resize(detail::kEpsilonBlock);
    // Neighbours are settled by the same points.
    const auto m = static_cast<std::size_t>(reference_set.cols());
    sorted_.resize(m);
    static thread_local OrderingWorkspace ordering;
    argsort(reference_set.data(), static_cast<std::size_t>(reference_set.outerStride()), m,
            sorted_.data(), ordering);
  }

  double run() {
    // A sample first: values change slowly along the order, and each new largest one costs a pass.
    const Index m = reference_set_.cols();
    const Index blocks = (m + detail::kEpsilonBlock - 1) / detail::kEpsilonBlock;
    const auto stride = static_cast<Index>(std::sqrt(static_cast<double>(blocks)));
    for (Index b = stride / 2; blocks > 4 && b < blocks; b += stride) {
      block(b * detail::kEpsilonBlock);
    }
    for (Index b = 0; b < blocks; ++b) {
      block(b * detail::kEpsilonBlock);
    }
    return floor_ + 0.0;
  }

 private:
  [[nodiscard]] Index query_column(Index first, int q) const {
    return static_cast<Index>(
        sorted_[static_cast<std::size_t>(std::min(first + q, reference_set_.cols() - 1))]);
  }

  void block(Index first) {
    for (int q = 0; q < detail::kEpsilonBlock; ++q) {
      const double* z = reference_set_.col(query_column(first, q)).data();
      for (Index k = 0; k < d_; ++k) {
        queries_[static_cast<std::size_t>(k * detail::kEpsilonBlock + q)] = Pair::query(z[k]);
      }
    }
    std::ranges::fill(least_, kInfinity);
    const bool safe = Pair::kExactLanes || floor_ > kLeastFloor;
    const double floor = safe ? floor_ : -kInfinity;
    const double doubt = Pair::kExactLanes || !safe ? floor : floor * (1 + 16 * kEpsilon);
    const auto n = static_cast<std::int32_t>(order_.size());
    detail::Settled state{-1, 0, 0};
    while (state.settled != detail::kWholeBlock && state.position < n) {
      state = (detail::epsilon_kernels().*Pair::settle)(
          {front_.data(), order_.data(), state.position + 1, n, static_cast<int>(d_),
           queries_.data(), floor, doubt, state.settled, least_.data()});
      for (unsigned left = state.doubtful; left != 0; left &= left - 1) {
        const int q = std::countr_zero(left);
        const Index point = order_[static_cast<std::size_t>(state.position)];
        if (exact_value(point, query_column(first, q)) <= floor_) {
          state.settled |= 1U << static_cast<unsigned>(q);
        }
      }
    }
    if (state.settled == detail::kWholeBlock) {
      std::rotate(order_.begin(), order_.begin() + state.position,
                  order_.begin() + state.position + 1);
      return;
    }
    raise_floor(first, ~state.settled & detail::kWholeBlock);
  }

  /// The query with the largest bound first: mostly it settles the others.
  void raise_floor(Index first, unsigned open) {
    while (open != 0) {
      int largest = std::countr_zero(open);
      for (unsigned left = open; left != 0; left &= left - 1) {
        const int q = std::countr_zero(left);
        largest = least_[static_cast<std::size_t>(q)] > least_[static_cast<std::size_t>(largest)]
                      ? q
                      : largest;
      }
      if (least_[static_cast<std::size_t>(largest)] <= floor_) {
        return;
      }
      floor_ = std::max(floor_, least_value(first, largest));
      open &= ~(1U << static_cast<unsigned>(largest));
    }
  }

  [[nodiscard]] double exact_value(Index point, Index query) const {
    double largest = -kInfinity;
    for (Index k = 0; k < d_; ++k) {
      largest = std::max(largest, Pair::exact(front_(k, point), reference_set_(k, query)));
    }
    return largest;
  }

  /// Of a query that nothing settled; least_ bounds it from above.
  [[nodiscard]] double least_value(Index first, int q) const {
    const double bound = least_[static_cast<std::size_t>(q)];
    if (Pair::kExactLanes) {
      return bound;
    }
    const double limit = bound * (1 + 16 * kEpsilon);
    double least = kInfinity;
    for (Index point = 0; point < front_.cols(); ++point) {
      bool close = true;
      for (Index k = 0; k < d_ && close; ++k) {
        const double query = queries_[static_cast<std::size_t>(k * detail::kEpsilonBlock + q)];
        close = !(Pair::in_lanes(front_(k, point), query) > limit);
      }
      if (close) {
        least = std::min(least, exact_value(point, query_column(first, q)));
      }
    }
    return least;
  }

  Index d_;
  Eigen::Ref<const Matrix> front_;
  Eigen::Ref<const Matrix> reference_set_;
  std::vector<std::int32_t> order_;
  std::vector<std::uint32_t> sorted_;
  std::vector<double> queries_;
  std::vector<double> least_;
  double floor_ = -kInfinity;
};

template <class Pair>
double max_min_max(MatrixIn front, MatrixIn reference_set) {
  if (front.cols() == 0) {
    return kInfinity;
  }
  double result = 0;
  if (front.outerStride() == front.rows()) {
    result = MaxMinMax<Pair>(front, reference_set).run();
  } else {
    const Matrix packed = front;
    result = MaxMinMax<Pair>(packed, reference_set).run();
  }
  if (result == kInfinity && !front.allFinite()) {
    throw Error(Errc::invalid_argument,
                "the epsilon indicator is not defined: every column of the front is infinite");
  }
  return result;
}

}  // namespace

double epsilon_additive(MatrixIn front, MatrixIn reference_set) {
  check(front, reference_set);
  return max_min_max<Additive>(front, reference_set);
}

double epsilon_multiplicative(MatrixIn front, MatrixIn reference_set) {
  check(front, reference_set);
  if (!(front.array() > 0).all() || !(reference_set.array() > 0).all()) {
    throw Error(Errc::invalid_argument,
                "the multiplicative epsilon indicator needs values above 0 in the front and in the "
                "reference set; shift the objectives or use epsilon_additive");
  }
  return max_min_max<Multiplicative>(front, reference_set);
}

}  // namespace vilfredo
