// Powers and roots over Lanes: the same operations in the same order on every instruction set,
// where a vector library would differ in the last bits and with it whole trajectories.
#pragma once

#include "vilfredo/core/detail/lanes_inl.hpp"

namespace {

constexpr double kSqrt2 = 1.4142135623730951;
constexpr double kTwoOverLn2 = 2.8853900817779268;
constexpr double kLn2 = 0.6931471805599453;

/// Binary logarithm of a positive normal number; absolute error below 1e-15 * (1 + |log2 x|).
/// With x = m 2^e and s = (m - 1) / (m + 1), log2 m = (2 / ln 2)(s + s^3/3 + s^5/5 + ...).
template <class L>
inline typename L::V log2_of(typename L::V x) {
  using V = typename L::V;
  V m = L::mantissa(x);
  V e = L::exponent(x);
  const auto high = L::less(L::set(kSqrt2), m);
  m = L::select(high, L::mul(m, L::set(0.5)), m);
  e = L::select(high, L::add(e, L::set(1.0)), e);
  const V s = L::div(L::sub(m, L::set(1.0)), L::add(m, L::set(1.0)));
  const V t = L::mul(s, s);
  const V t2 = L::mul(t, t);
  const V t4 = L::mul(t2, t2);
  const auto pair = [&](double c0, double c1) {
    return L::add(L::set(kTwoOverLn2 * c0), L::mul(L::set(kTwoOverLn2 * c1), t));
  };
  const V low = L::add(pair(1.0, 1.0 / 3), L::mul(pair(1.0 / 5, 1.0 / 7), t2));
  const V middle = L::add(pair(1.0 / 9, 1.0 / 11), L::mul(pair(1.0 / 13, 1.0 / 15), t2));
  const V top = pair(1.0 / 17, 1.0 / 19);
  const V series = L::add(low, L::mul(t4, L::add(middle, L::mul(t4, top))));
  return L::add(e, L::mul(s, series));
}

/// 2^t for t in [-1022, 1023]; relative error below 1e-14.
template <class L>
inline typename L::V exp2_of(typename L::V t) {
  using V = typename L::V;
  const V shift = L::set(1.5 * kTwo52);
  const V k = L::sub(L::add(t, shift), shift);  // to the nearest integer
  const V r = L::mul(L::sub(t, k), L::set(kLn2));
  const V r2 = L::mul(r, r);
  const V r4 = L::mul(r2, r2);
  const V r8 = L::mul(r4, r4);
  const auto pair = [&](double c0, double c1) { return L::add(L::set(c0), L::mul(L::set(c1), r)); };
  const V a = L::add(pair(1.0, 1.0), L::mul(pair(1.0 / 2, 1.0 / 6), r2));
  const V b = L::add(pair(1.0 / 24, 1.0 / 120), L::mul(pair(1.0 / 720, 1.0 / 5040), r2));
  const V c =
      L::add(pair(1.0 / 40320, 1.0 / 362880), L::mul(pair(1.0 / 3628800, 1.0 / 39916800), r2));
  const V series = L::add(L::add(a, L::mul(b, r4)), L::mul(c, r8));
  return L::mul(series, L::power_of_two(k));
}

/// x^n by squaring, n >= 1.
template <class L>
inline typename L::V whole_power(typename L::V x, int n) {
  typename L::V power = x;
  while ((n & 1) == 0) {
    power = L::mul(power, power);
    n >>= 1;
  }
  typename L::V result = power;
  n >>= 1;
  while (n > 0) {
    power = L::mul(power, power);
    if ((n & 1) != 0) {
      result = L::mul(result, power);
    }
    n >>= 1;
  }
  return result;
}

/// x^y for normal x > 0 and y > 0, kept within the range of normal numbers if y is not whole;
/// `whole` is y if y is a small whole number, else 0.
template <class L>
inline typename L::V power_of(typename L::V x, double y, int whole) {
  if (whole > 0) {
    return whole_power<L>(x, whole);
  }
  const typename L::V t = L::mul(log2_of<L>(x), L::set(y));
  return exp2_of<L>(L::min(L::max(t, L::set(-1022.0)), L::set(1023.0)));
}

/// x^r for x >= 0 and 0 < r <= 1: the root that operators with a distribution index need. Below
/// 1e-300 the argument counts as 1e-300.
template <class L>
inline typename L::V root_of(typename L::V x, double r) {
  return exp2_of<L>(L::mul(log2_of<L>(L::max(x, L::set(1e-300))), L::set(r)));
}

}  // namespace
