#include "vilfredo/algorithms/decomposition/weights.hpp"

#include "vilfredo/core/error.hpp"
#include "vilfredo/core/reduce.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace vilfredo {

void MultiLayerWeights::check(const MultiLayerWeights& options) {
  if (options.divisions.size() != options.scales.size() || options.divisions.empty()) {
    throw Error(Errc::invalid_argument,
                fmt::format("multi_layer needs as many divisions as scales, at least one of each, "
                            "not {} and {}",
                            options.divisions.size(), options.scales.size()));
  }
}

namespace weights {
namespace {

constexpr double kFloor = 1e-6;  // of maximin, as its authors' program

/// Smallest k >= 0 with size(k) == n for an increasing size, if there is one.
template <class Size>
std::optional<Index> invert(Index n, Index first, Size&& size) {
  for (Index k = first;; ++k) {
    const Index count = size(k);
    if (count >= n) {
      return count == n ? std::optional<Index>(k) : std::nullopt;
    }
  }
}

/// Vectors of shell k: those of the lattice with k divisions that have a zero entry.
Index shell_size(Index n_obj, Index k) {
  return k == 0 ? 1
                : simplex_lattice_size(n_obj, k) -
                      (k >= n_obj ? simplex_lattice_size(n_obj, k - n_obj) : 0);
}

void need_objectives(Index n_obj, Index n) {
  if (n_obj < 2 || n < 1) {
    throw Error(Errc::invalid_argument,
                fmt::format("weight vectors need at least two objectives and one vector, not {} "
                            "and {}",
                            n_obj, n));
  }
}

void dirichlet_column(Rng& rng, Index n_obj, double* w) {
  for (Index j = 0; j < n_obj; ++j) {
    w[j] = -std::log1p(-rng.uniform());
  }
  const double sum = ordered_sum(w, n_obj);
  for (Index j = 0; j < n_obj; ++j) {
    w[j] = sum > 0 ? w[j] / sum : 1.0 / static_cast<double>(n_obj);
  }
}

double radical_inverse(Index i, Index base) {
  double inverse = 0;
  double digit = 1;
  for (; i > 0; i /= base) {
    digit /= static_cast<double>(base);
    inverse += static_cast<double>(i % base) * digit;
  }
  return inverse;
}

Index next_prime(Index after) {
  for (Index candidate = after + 1;; ++candidate) {
    bool prime = candidate > 1;
    for (Index divisor = 2; prime && divisor * divisor <= candidate; ++divisor) {
      prime = candidate % divisor != 0;
    }
    if (prime) {
      return candidate;
    }
  }
}

}  // namespace

std::optional<Index> lattice_divisions(Index n_obj, Index n) {
  need_objectives(n_obj, n);
  return invert(n, 1, [&](Index k) { return simplex_lattice_size(n_obj, k); });
}

Matrix multi_layer(Index n_obj, std::span<const Layer> layers) {
  Index total = 0;
  for (const Layer& layer : layers) {
    if (layer.divisions < 1 || !(layer.scale > 0 && layer.scale <= 1)) {
      throw Error(Errc::invalid_argument,
                  fmt::format("a layer needs divisions >= 1 and a scale in (0, 1], not {} and {:g}",
                              layer.divisions, layer.scale));
    }
    total += simplex_lattice_size(n_obj, layer.divisions);
  }
  need_objectives(n_obj, total);
  Matrix out(n_obj, total);
  Index at = 0;
  for (const Layer& layer : layers) {
    const Matrix lattice = simplex_lattice(n_obj, layer.divisions);
    const double centre = (1.0 - layer.scale) / static_cast<double>(n_obj);
    out.middleCols(at, lattice.cols()) = (lattice.array() * layer.scale + centre).matrix();
    at += lattice.cols();
  }
  return out;
}

Matrix two_layer(Index n_obj, Index outer, Index inner) {
  return multi_layer(n_obj, std::vector<Layer>{{outer, 1.0}, {inner, 0.5}});
}

Matrix incremental(Index n_obj, Index shells) {
  need_objectives(n_obj, shells + 1);
  Index total = 0;
  for (Index k = 0; k <= shells; ++k) {
    total += shell_size(n_obj, k);
  }
  Matrix out = Matrix::Constant(n_obj, total, 1.0 / static_cast<double>(n_obj));
  // Shell k holds the vectors (n_obj * parts + (shells - k)) / (n_obj * shells), where the parts
  // sum to k and one of them is zero.
  Index at = 1;
  const double whole = static_cast<double>(n_obj * shells);
  for (Index k = 1; k <= shells; ++k) {
    const Matrix lattice = simplex_lattice(n_obj, k);
    for (Index i = 0; i < lattice.cols(); ++i) {
      if (lattice.col(i).minCoeff() > 0) {
        continue;
      }
      for (Index j = 0; j < n_obj; ++j) {
        const double part = std::round(lattice(j, i) * static_cast<double>(k));
        out(j, at) = (static_cast<double>(n_obj) * part + static_cast<double>(shells - k)) / whole;
      }
      ++at;
    }
  }
  return out;
}

std::optional<Index> incremental_shells(Index n_obj, Index n) {
  need_objectives(n_obj, n);
  Index total = 0;
  return invert(n, 0, [&](Index k) { return total += shell_size(n_obj, k); });
}

Matrix to_simplex(MatrixIn cube) {
  const Index m = cube.rows() + 1;
  Matrix out(m, cube.cols());
  for (Index i = 0; i < cube.cols(); ++i) {
    double rest = 1;
    for (Index j = 0; j + 1 < m; ++j) {
      const double root = std::pow(cube(j, i), 1.0 / static_cast<double>(m - 1 - j));
      out(j, i) = rest * (1.0 - root);
      rest *= root;
    }
    out(m - 1, i) = rest;
  }
  return out;
}

Matrix hammersley(Index n_obj, Index n) {
  need_objectives(n_obj, n);
  Matrix cube(n_obj - 1, n);
  for (Index i = 0; i < n; ++i) {
    cube(0, i) = static_cast<double>(2 * i + 1) / static_cast<double>(2 * n);
  }
  Index prime = 1;
  for (Index j = 1; j + 1 < n_obj; ++j) {
    prime = next_prime(prime);
    for (Index i = 0; i < n; ++i) {
      cube(j, i) = radical_inverse(i + 1, prime);
    }
  }
  return to_simplex(cube);
}

Matrix good_lattice_points(Index dimensions, Index n, Index generator) {
  Matrix cube(dimensions, n);
  Index h = 1;
  for (Index j = 0; j < dimensions; ++j) {
    for (Index i = 1; i <= n; ++i) {
      const Index product = (i * h) % n;
      const Index step = product == 0 ? n : product;
      cube(j, i - 1) = (static_cast<double>(step) - 0.5) / static_cast<double>(n);
    }
    h = (h * generator) % n;
  }
  return cube;
}

double centred_discrepancy(MatrixIn cube) {
  const Index s = cube.rows();
  const Index n = cube.cols();
  const Matrix off = (cube.array() - 0.5).abs().matrix();
  const double singles = ordered_sum(n, [&](Index i) {
    double product = 1;
    for (Index j = 0; j < s; ++j) {
      product *= 1.0 + 0.5 * off(j, i) - 0.5 * off(j, i) * off(j, i);
    }
    return product;
  });
  const double pairs = ordered_sum(n, [&](Index i) {
    // The sum over k is symmetric: the diagonal once, everything below it twice.
    return ordered_sum(i + 1, [&](Index k) {
      double product = k == i ? 1.0 : 2.0;
      for (Index j = 0; j < s; ++j) {
        product *=
            1.0 + 0.5 * off(j, i) + 0.5 * off(j, k) - 0.5 * std::abs(cube(j, i) - cube(j, k));
      }
      return product;
    });
  });
  const auto count = static_cast<double>(n);
  return std::pow(13.0 / 12.0, static_cast<double>(s)) - 2.0 / count * singles +
         pairs / (count * count);
}

Matrix dirichlet(Index n_obj, Index n, Rng& rng) {
  need_objectives(n_obj, n);
  Matrix out(n_obj, n);
  for (Index i = 0; i < n; ++i) {
    dirichlet_column(rng, n_obj, out.col(i).data());
  }
  return out;
}

Matrix maximin(Index n_obj, Index n, Rng& rng, Index samples) {
  need_objectives(n_obj, n);
  const Matrix pool = dirichlet(n_obj, std::max(samples, n), rng);
  Matrix out(n_obj, n);
  Index chosen = 0;
  for (; chosen < std::min(n, n_obj); ++chosen) {
    out.col(chosen) = Vector::Unit(n_obj, chosen);
  }
  if (chosen < n) {
    out.col(chosen++).setConstant(1.0 / static_cast<double>(n_obj));
  }
  // Distances of every candidate to those chosen so far. Ties of the nearest are broken by the next
  // nearest and so on; with random candidates the first distance practically decides.
  std::vector<double> nearest(static_cast<std::size_t>(pool.cols()),
                              std::numeric_limits<double>::infinity());
  const auto meet = [&](Index column) {
    for (Index i = 0; i < pool.cols(); ++i) {
      const double d = squared_distance(pool.col(i).data(), out.col(column).data(), n_obj);
      nearest[static_cast<std::size_t>(i)] = std::min(nearest[static_cast<std::size_t>(i)], d);
    }
  };
  const auto sorted_distances = [&](Index candidate) {
    std::vector<double> d(static_cast<std::size_t>(chosen));
    for (Index k = 0; k < chosen; ++k) {
      d[static_cast<std::size_t>(k)] =
          squared_distance(pool.col(candidate).data(), out.col(k).data(), n_obj);
    }
    std::ranges::sort(d);
    return d;
  };
  for (Index k = 0; k < chosen; ++k) {
    meet(k);
  }
  for (; chosen < n; ++chosen) {
    Index best = 0;
    for (Index i = 1; i < pool.cols(); ++i) {
      const double a = nearest[static_cast<std::size_t>(i)];
      const double b = nearest[static_cast<std::size_t>(best)];
      if (a > b || (a == b && sorted_distances(i) > sorted_distances(best))) {
        best = i;
      }
    }
    out.col(chosen) = pool.col(best);
    meet(chosen);
  }
  return out.cwiseMax(kFloor);
}

Matrix reduction(Index n_obj, Index n, Rng& rng, Index samples) {
  need_objectives(n_obj, n);
  const Matrix pool = dirichlet(n_obj, std::max(samples, n), rng);
  const Index total = pool.cols();
  std::vector<Index> alive(static_cast<std::size_t>(total));
  std::iota(alive.begin(), alive.end(), Index{0});

  struct Neighbour {
    double distance = std::numeric_limits<double>::infinity();
    Index who = -1;
  };

  std::vector<Neighbour> nearest(static_cast<std::size_t>(total));
  const auto find_nearest = [&](Index i) {
    Neighbour found;
    for (const Index k : alive) {
      const double d =
          k == i ? found.distance : squared_distance(pool.col(i).data(), pool.col(k).data(), n_obj);
      if (d < found.distance) {
        found = {d, k};
      }
    }
    nearest[static_cast<std::size_t>(i)] = found;
  };
  for (Index i = 0; i < total; ++i) {
    find_nearest(i);
  }
  while (static_cast<Index>(alive.size()) > n) {
    const auto closest = std::ranges::min_element(alive, [&](Index a, Index b) {
      const auto& na = nearest[static_cast<std::size_t>(a)];
      const auto& nb = nearest[static_cast<std::size_t>(b)];
      return na.distance != nb.distance ? na.distance < nb.distance : a < b;
    });
    const Index removed = *closest;
    alive.erase(closest);
    for (const Index i : alive) {
      if (nearest[static_cast<std::size_t>(i)].who == removed) {
        find_nearest(i);
      }
    }
  }
  Matrix out(n_obj, n);
  for (Index i = 0; i < n; ++i) {
    out.col(i) = pool.col(alive[static_cast<std::size_t>(i)]);
  }
  return out;
}

double log_riesz_energy(MatrixIn weights, double exponent) {
  const Index n = weights.cols();
  const Index m = weights.rows();
  const Matrix w = weights;
  double least = std::numeric_limits<double>::infinity();
  for (Index i = 0; i < n; ++i) {
    for (Index k = 0; k < i; ++k) {
      least = std::min(least, squared_distance(w.col(i).data(), w.col(k).data(), m));
    }
  }
  const double sum = ordered_sum(n, [&](Index i) {
    return ordered_sum(i, [&](Index k) {
      const double d = squared_distance(w.col(i).data(), w.col(k).data(), m);
      return std::pow(d / least, -0.5 * exponent);
    });
  });
  return std::log(sum) - 0.5 * exponent * std::log(least);
}

}  // namespace weights
}  // namespace vilfredo
