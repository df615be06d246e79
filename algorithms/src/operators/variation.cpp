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

/// Runs the kernel with as many uniforms as it turns out to need.
void difference(detail::DifferenceStep& step, Draws& draws) {
  const detail::VariationKernels& kernels = detail::variation_kernels();
  constexpr std::size_t kRegister = 8;
  step.gene = 0;
  step.outside = 0;
  while (true) {
    const double* from = draws.ahead();
    step.uniforms = from;
    step.available = static_cast<int>(draws.count_ahead());
    const bool done = kernels.difference(step);
    draws.skip(step.uniforms - from);
    if (done) {
      return;
    }
    draws.reserve(kRegister);
  }
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

void differential(const DifferentialParents& parents,
                  const Box& box,
                  const DifferentialOptions& options,
                  Draws& draws,
                  double* y) {
  const Index n = box.size();
  const bool crossed = options.cr < 1;
  const Index forced = crossed ? draws.below(n) : 0;
  const double* rates = nullptr;
  if (crossed) {
    draws.reserve(2 * static_cast<std::size_t>(n) + 1);  // with the repair's: nothing moves then
    rates = draws.take(n);
  }
  detail::DifferenceStep step{};
  step.base = parents.base;
  step.a = parents.a;
  step.b = parents.b;
  step.lower = box.lower();
  step.upper = box.upper();
  step.rates = rates;
  step.y = y;
  step.size = static_cast<int>(n);
  step.repair = static_cast<int>(options.repair);
  step.factor = options.f;
  step.rate = options.cr;
  difference(step, draws);
  if (crossed) {
    step.base += forced;
    step.a += forced;
    step.b += forced;
    step.lower += forced;
    step.upper += forced;
    step.rates = nullptr;
    step.y += forced;
    step.size = 1;
    difference(step, draws);
  }
  for (const Box::Discrete& entry : box.discrete()) {
    if (entry.kind == VarKind::categorical) {
      const double* from[] = {parents.base, parents.a, parents.b};
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
constexpr std::size_t kFewestBuckets = 512;

/// x^n by squaring, n >= 1.
double raised(double x, int n) {
  double power = x;
  for (; (n & 1) == 0; n >>= 1) {
    power *= power;
  }
  double result = power;
  for (n >>= 1; n > 0; n >>= 1) {
    power *= power;
    if ((n & 1) != 0) {
      result *= power;
    }
  }
  return result;
}

}  // namespace

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
  // So many that a bucket rarely holds a step of the table: the search then ends where it starts.
  const std::size_t buckets = std::max(2 * none_.size(), kFewestBuckets);
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
  // delta = 1 - distance to the bound on the side of the step, as a share of the range. Which side
  // is a coin that no processor guesses, so it selects from pairs instead of branching.
  const std::size_t down = r <= 0.5 ? 1 : 0;
  const double distance[] = {upper - y[k], y[k] - lower};
  const double sign[] = {range, -range};
  const double share = std::max(1.0 - distance[down] * inverse_range_[k], 0.0);
  const double raised_share = power(share);
  const double near = 2.0 * std::min(r, 1.0 - r);
  const double spread = root_(near + (1.0 - near) * raised_share);
  y[k] = std::min(std::max(y[k] + (1.0 - spread) * sign[down], lower), upper);
}

double PolynomialMutation::power(double share) const {
  if (whole_power_ > 0) {
    return raised(share, whole_power_);
  }
  return share > 0 ? detail::power_of(share, eta_ + 1.0, 0) : 0.0;
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
