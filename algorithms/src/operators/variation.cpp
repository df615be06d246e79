#include "vilfredo/algorithms/operators/variation.hpp"

#include "variation_kernels.hpp"
#include "vilfredo/core/isa.hpp"

#include <algorithm>
#include <cmath>

namespace vilfredo {
namespace detail {

const VariationKernels& variation_kernels() {
  static const VariationKernels chosen = [] {
    switch (isa()) {
#if defined(__x86_64__)
      case Isa::avx512:
        return variation_kernels_avx512();
      case Isa::avx2:
        return variation_kernels_avx2();
#endif
      default:
        return variation_kernels_scalar();
    }
  }();
  return chosen;
}

}  // namespace detail

namespace operators {
namespace {

/// Power eta + 1 as a whole number if it is one and small, else 0.
int whole_power(double eta) {
  const double power = eta + 1.0;
  return power <= 64 && power == std::floor(power) ? static_cast<int>(power) : 0;
}

double uniform_level(double lower, double upper, double u) {
  return std::min(upper, lower + std::floor(u * (upper - lower + 1.0)));
}

/// A categorical gene moves to any other level with equal probability, a binary one flips.
double other_level(double y, double lower, double upper, double u) {
  const double other = lower + std::floor(u * (upper - lower));
  return std::min(upper, other >= y ? other + 1.0 : other);
}

bool unordered(VarKind kind) {
  return kind == VarKind::categorical || kind == VarKind::binary;
}

bool is_unordered(const Box& box, Index gene) {
  const auto& discrete = box.discrete();
  const auto found = std::lower_bound(
      discrete.begin(), discrete.end(), gene,
      [](const Box::Discrete& entry, Index wanted) { return entry.gene < wanted; });
  return found != discrete.end() && found->gene == gene && unordered(found->kind);
}

}  // namespace

void uniform_column(const Box& box, Rng& rng, double* y) {
  const auto n = static_cast<std::size_t>(box.size());
  rng.fill_uniform({y, n});
  auto discrete = box.discrete().begin();
  for (std::size_t k = 0; k < n; ++k) {
    const double lower = box.lower()[k];
    const double upper = box.upper()[k];
    if (discrete != box.discrete().end() && discrete->gene == static_cast<Index>(k)) {
      y[k] = uniform_level(lower, upper, y[k]);
      ++discrete;
    } else {
      y[k] = std::min(lower + y[k] * (upper - lower), upper);
    }
  }
}

void differential(const double* base,
                  const double* a,
                  const double* b,
                  const Box& box,
                  const DifferentialOptions& options,
                  Draws& draws,
                  double* y) {
  const Index n = box.size();
  detail::DifferenceStep step{};
  step.base = base;
  step.a = a;
  step.b = b;
  step.lower = box.lower();
  step.upper = box.upper();
  step.y = y;
  step.size = static_cast<int>(n);
  step.repair = static_cast<int>(options.repair);
  step.factor = options.f;
  step.rate = options.cr;
  const Index forced = options.cr < 1 ? draws.below(n) : -1;
  const bool repair_draws = options.repair == Repair::reset || options.repair == Repair::pagmo;
  const Index wanted = (repair_draws ? n : 0) + (options.cr < 1 ? n : 0);
  const double* uniforms = wanted > 0 ? draws.take(wanted) : nullptr;
  step.uniforms = uniforms;
  step.rates = options.cr < 1 ? uniforms + (repair_draws ? n : 0) : nullptr;
  detail::variation_kernels().difference(step);
  if (forced >= 0) {
    detail::DifferenceStep one = step;
    one.base += forced;
    one.a += forced;
    one.b += forced;
    one.lower += forced;
    one.upper += forced;
    one.uniforms = repair_draws ? uniforms + forced : nullptr;
    one.rates = nullptr;
    one.y += forced;
    one.size = 1;
    detail::variation_kernels().difference(one);
  }
  for (const Box::Discrete& entry : box.discrete()) {
    if (entry.kind == VarKind::categorical) {
      const double* from[] = {base, a, b};
      y[entry.gene] = from[draws.below(3)][entry.gene];
    }
  }
}

void sbx(const double* first,
         const double* second,
         const Box& box,
         const SbxOptions& options,
         Draws& draws,
         double* y) {
  if (options.probability < 1 && draws.next() >= options.probability) {
    std::copy_n(first, box.size(), y);
    return;
  }
  detail::BinaryCrossoverStep step{};
  step.first = first;
  step.second = second;
  step.lower = box.lower();
  step.upper = box.upper();
  step.uniforms = draws.take(box.size());
  step.y = y;
  step.size = static_cast<int>(box.size());
  step.whole_power = whole_power(options.eta);
  step.eta = options.eta;
  detail::variation_kernels().binary_crossover(step);
  for (const Box::Discrete& entry : box.discrete()) {
    if (unordered(entry.kind)) {
      y[entry.gene] = (draws.next() < 0.5 ? first : second)[entry.gene];
    }
  }
}

void round_discrete(const Box& box, double* y) {
  for (const Box::Discrete& entry : box.discrete()) {
    const double lower = box.lower()[entry.gene];
    const double upper = box.upper()[entry.gene];
    y[entry.gene] = std::min(std::max(std::floor(y[entry.gene] + 0.5), lower), upper);
  }
}

}  // namespace operators

namespace {
constexpr Index kLongestTable = 1024;  // of the geometric distribution; longer runs go in rounds
}

PolynomialMutation::PolynomialMutation(const Box& box, const MutationOptions& options)
    : eta_(options.eta),
      root_(1.0 / (options.eta + 1.0)),
      whole_power_(operators::whole_power(options.eta)) {
  const double probability =
      options.probability > 0 ? options.probability : 1.0 / static_cast<double>(box.size());
  const Index length = std::min(box.size(), kLongestTable);
  for (Index k = 0; k <= length; ++k) {
    none_.push_back(k == 0 ? 1.0 : none_.back() * (1.0 - probability));
  }
  inverse_range_ = Vector::Zero(box.size());
  for (Index k = 0; k < box.size(); ++k) {
    const double range = box.upper()[k] - box.lower()[k];
    inverse_range_[k] = range > 0 ? 1.0 / range : 0.0;
  }
  const std::size_t buckets = 2 * none_.size();
  for (std::size_t b = 0; b <= buckets; ++b) {
    const double top = static_cast<double>(b + 1) / static_cast<double>(buckets);
    std::uint32_t k = 0;
    while (k + 1 < none_.size() && none_[k + 1] >= top) {
      ++k;
    }
    first_.push_back(k);
  }
}

Index PolynomialMutation::skip(double v, Index rest) const {
  const auto length = static_cast<Index>(none_.size()) - 1;
  Index skipped = 0;
  while (true) {
    if (rest - skipped <= length && v <= none_[static_cast<std::size_t>(rest - skipped)]) {
      return rest;
    }
    auto k = static_cast<std::size_t>(
        first_[static_cast<std::size_t>(v * static_cast<double>(first_.size() - 1))]);
    while (k + 1 < none_.size() && v <= none_[k + 1]) {
      ++k;
    }
    skipped += static_cast<Index>(k);
    if (static_cast<Index>(k) < length || skipped >= rest) {
      return skipped;
    }
    v /= none_[k];  // the distribution has no memory: given a whole table was skipped, start over
  }
}

void PolynomialMutation::mutate(const Box& box, Index k, double r, double* y) const {
  const double lower = box.lower()[k];
  const double upper = box.upper()[k];
  const double range = upper - lower;
  if (!(range > 0)) {
    return;
  }
  // delta = 1 - distance to the bound on the side of the step, as a share of the range.
  const bool down = r <= 0.5;
  const double share = 1.0 - (down ? y[k] - lower : upper - y[k]) * inverse_range_[k];
  const double power = share > 0 ? detail::power_of(share, eta_ + 1.0, whole_power_) : 0.0;
  const double near = down ? 2.0 * r : 2.0 * (1.0 - r);
  const double spread = root_(near + (1.0 - near) * power);
  const double step = down ? spread - 1.0 : 1.0 - spread;
  y[k] = std::min(std::max(y[k] + step * range, lower), upper);
}

void PolynomialMutation::operator()(const Box& box, Draws& draws, double* y) const {
  const Index n = box.size();
  Index k = skip(1.0 - draws.next(), n);
  while (k < n) {
    const double r = draws.next();
    if (!box.discrete().empty() && operators::is_unordered(box, k)) {
      const double lower = box.lower()[k];
      const double upper = box.upper()[k];
      y[k] = upper > lower ? operators::other_level(y[k], lower, upper, r) : y[k];
    } else {
      mutate(box, k, r, y);
    }
    ++k;
    if (k < n) {
      k += skip(1.0 - draws.next(), n - k);
    }
  }
}

}  // namespace vilfredo
