#include "shapes.hpp"

#include "vilfredo/core/reduce.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

namespace vilfredo::detail {

namespace {

constexpr int kLargestPower = 10;
constexpr int kPowers = kLargestPower + 1;  // 1 .. 10 and infinity
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Mean angle between column i and the n_obj others closest to it in angle.
double cone_angle(const Matrix& weights, Index i) {
  const Index n_obj = weights.rows();
  const double* w = weights.col(i).data();
  const double length = ordered_dot(w, w, n_obj);
  std::vector<double> cosines;
  for (Index k = 0; k < weights.cols(); ++k) {
    const double* v = weights.col(k).data();
    if (k != i) {
      cosines.push_back(ordered_dot(w, v, n_obj) / std::sqrt(length * ordered_dot(v, v, n_obj)));
    }
  }
  const auto count = std::min(static_cast<std::ptrdiff_t>(n_obj), std::ssize(cosines));
  std::partial_sort(cosines.begin(), cosines.begin() + count, cosines.end(), std::greater<>());
  return ordered_sum(count,
                     [&](Index k) {
                       return std::acos(std::min(cosines[static_cast<std::size_t>(k)], 1.0));
                     }) /
         static_cast<double>(std::max<std::ptrdiff_t>(count, 1));
}

/// For one direction: the best members under each exponent, as far as seen.
class BestByPower {
 public:
  /// `t` are the n_obj terms d / w of member k.
  void offer(std::span<const double> t, Index k) {
    const double top = *std::ranges::max_element(t);
    std::array<double, kLargestPower> sums = {};
    for (const double term : t) {
      double power = 1;
      for (double& sum : sums) {
        power *= term;
        sum += power;  // the root is monotone and left away
      }
    }
    for (std::size_t p = 0; p < kPowers; ++p) {
      const double value = p < sums.size() ? sums[p] : top;
      if (value < values_[p]) {
        values_[p] = value;
        members_[p] = k;
      }
    }
  }

  [[nodiscard]] Index member(int p) const { return members_[static_cast<std::size_t>(p)]; }

 private:
  std::array<double, kPowers> values_ = filled(kInfinity);
  std::array<Index, kPowers> members_ = {};

  static std::array<double, kPowers> filled(double value) {
    std::array<double, kPowers> out{};
    out.fill(value);
    return out;
  }
};

/// Distance of d to the ray along w.
double off_ray(const double* d, const double* w, Index n) {
  const double along = ordered_dot(d, w, n) / ordered_dot(w, w, n);
  return std::sqrt(ordered_sum(n, [&](Index j) {
    const double off = d[j] - along * w[j];
    return off * off;
  }));
}

/// The exponent whose best member is closest to the ray; the smallest of equally good ones.
double best_power(const Matrix& differences, const Vector& direction) {
  BestByPower best;
  Vector t(direction.size());
  double scale = kInfinity;  // common to all members, so that powers stay in range
  for (Index k = 0; k < differences.cols(); ++k) {
    scale = std::min(scale, differences.col(k).cwiseQuotient(direction).maxCoeff());
  }
  for (Index k = 0; k < differences.cols(); ++k) {
    t = differences.col(k).cwiseQuotient(direction);
    if (scale > 0) {
      t /= scale;
    }
    best.offer({t.data(), static_cast<std::size_t>(t.size())}, k);
  }
  double closest = kInfinity;
  double power = 1;
  for (int p = 0; p < kPowers; ++p) {
    const double distance =
        off_ray(differences.col(best.member(p)).data(), direction.data(), direction.size());
    if (distance < closest) {
      closest = distance;
      power = p < kLargestPower ? p + 1.0 : kInfinity;
    }
  }
  return power;
}

void choose_powers(const Pas& options,
                   const Matrix& f,
                   std::span<const double> violation,
                   double progress,
                   Rng& rng,
                   SlotTable& slots) {
  std::vector<Index> members;
  for (Index k = 0; k < f.cols(); ++k) {
    if (violation[static_cast<std::size_t>(k)] == 0) {
      members.push_back(k);
    }
  }
  Matrix differences(f.rows(), static_cast<Index>(members.size()));
  for (std::size_t k = 0; k < members.size(); ++k) {
    differences.col(static_cast<Index>(k)) =
        (f.col(members[k]) - slots.ideal()).cwiseProduct(slots.inverse_scale());
  }
  Vector shapes(slots.size());
  for (Index i = 0; i < slots.size(); ++i) {
    const bool again = rng.uniform() >= progress;
    Vector direction = slots.weights().col(i);
    direction = (direction.array() == 0).select(options.zero_weight, direction);
    shapes[i] = again && !members.empty() ? best_power(differences, direction) : slots.shape(i);
  }
  slots.set_shapes(shapes);
}

/// beta n_obj min w (1 - progress).
Vector fading(const SlotTable& slots, double beta, double progress) {
  Vector out(slots.size());
  for (Index i = 0; i < out.size(); ++i) {
    out[i] = beta * static_cast<double>(slots.weights().rows()) *
             slots.weights().col(i).minCoeff() * (1.0 - progress);
  }
  return out;
}

}  // namespace

bool shapes_evolve(const Scalarisation& chosen) {
  return std::holds_alternative<Pas>(chosen) || std::holds_alternative<Msf>(chosen) ||
         std::holds_alternative<Psf>(chosen) || std::holds_alternative<AdaptivePbi>(chosen);
}

void shape_by_weights(const Scalarisation& chosen, SlotTable& slots) {
  const bool cone = std::holds_alternative<Lws>(chosen);
  if (!cone && !std::holds_alternative<Alternating>(chosen)) {
    return;
  }
  Vector shapes(slots.size());
  for (Index i = 0; i < shapes.size(); ++i) {
    shapes[i] = cone ? std::cos(cone_angle(slots.weights(), i)) : static_cast<double>(i % 2);
  }
  slots.set_shapes(shapes);
}

void evolve_shapes(const Scalarisation& chosen,
                   const Matrix& f,
                   std::span<const double> violation,
                   double progress,
                   Rng& rng,
                   SlotTable& slots) {
  if (const auto* pas = std::get_if<Pas>(&chosen)) {
    choose_powers(*pas, f, violation, progress, rng, slots);
  } else if (const auto* msf = std::get_if<Msf>(&chosen)) {
    slots.set_shapes(fading(slots, msf->beta, progress));
  } else if (const auto* psf = std::get_if<Psf>(&chosen)) {
    slots.set_shapes(fading(slots, psf->beta, progress));
  } else if (const auto* pbi = std::get_if<AdaptivePbi>(&chosen)) {
    slots.set_shapes(Vector::Constant(
        slots.size(), pbi->theta_first + (pbi->theta_last - pbi->theta_first) * progress));
  }
}

}  // namespace vilfredo::detail
