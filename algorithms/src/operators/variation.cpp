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

double polynomial_step(double y, double lower, double upper, double eta, double r) {
  const double range = upper - lower;
  const double root = 1.0 / (eta + 1.0);
  const int whole = whole_power(eta);
  if (r <= 0.5) {
    const double rest = 1.0 - (y - lower) / range;
    const double power = rest > 0 ? detail::power_of(rest, eta + 1.0, whole) : 0.0;
    return detail::root_of(2.0 * r + (1.0 - 2.0 * r) * power, root) - 1.0;
  }
  const double rest = 1.0 - (upper - y) / range;
  const double power = rest > 0 ? detail::power_of(rest, eta + 1.0, whole) : 0.0;
  return 1.0 - detail::root_of(2.0 * (1.0 - r) + 2.0 * (r - 0.5) * power, root);
}

double uniform_level(double lower, double upper, double u) {
  return std::min(upper, lower + std::floor(u * (upper - lower + 1.0)));
}

/// A categorical gene moves to any other level with equal probability, a binary one flips.
double other_level(double y, double lower, double upper, double u) {
  const double other = lower + std::floor(u * (upper - lower));
  return std::min(upper, other >= y ? other + 1.0 : other);
}

void mutate_gene(const Box& box, const MutationOptions& options, Index k, Draws& draws, double* y) {
  const double lower = box.lower()[k];
  const double upper = box.upper()[k];
  const double r = draws.next();
  if (!(upper > lower)) {
    return;
  }
  const double step = polynomial_step(y[k], lower, upper, options.eta, r);
  y[k] = std::min(std::max(y[k] + step * (upper - lower), lower), upper);
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

void polynomial_mutation(const Box& box, const MutationOptions& options, Draws& draws, double* y) {
  const Index n = box.size();
  const double probability =
      options.probability > 0 ? options.probability : 1.0 / static_cast<double>(n);
  const double per_gene = probability < 1 ? 1.0 / detail::log2_of(1.0 - probability) : 0.0;
  Index k = 0;
  while (true) {
    // Number of genes left alone before the next one that mutates: geometric.
    const double gap = std::floor(detail::log2_of(1.0 - draws.next()) * per_gene);
    if (gap >= static_cast<double>(n - k)) {
      return;
    }
    k += static_cast<Index>(gap);
    if (!box.discrete().empty() && is_unordered(box, k)) {
      const double lower = box.lower()[k];
      const double upper = box.upper()[k];
      const double u = draws.next();
      y[k] = upper > lower ? other_level(y[k], lower, upper, u) : y[k];
    } else {
      mutate_gene(box, options, k, draws, y);
    }
    ++k;
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
}  // namespace vilfredo
