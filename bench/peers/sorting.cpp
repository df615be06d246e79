// Non-dominated sorting and filtering against moocore and pagmo.
#include "fronts.hpp"
#include "harness.hpp"
#include "peers.h"
#include "vilfredo/core/nondominated_sorting.hpp"

#include <pagmo/utils/multi_objective.hpp>

#include <string>
#include <vector>

namespace vilfredo::peers {
namespace {

using Ranks = std::vector<int>;

/// Tells permuted ranks apart; whole, so that equal ranks give equal numbers.
template <class RankOf>
double checksum(std::size_t n, const RankOf& rank_of) {
  double sum = 0;
  for (std::size_t j = 0; j < n; ++j) {
    sum += static_cast<double>(rank_of(j)) * static_cast<double>(j % 7 + 1);
  }
  return sum;
}

struct Instances {
  std::vector<Matrix> sets;
  std::vector<std::vector<pagmo::vector_double>> pagmo;
  NonDominatedSorting sorting;
  NonDominatedFilter filter;
  Ranks ranks;
  std::vector<unsigned char> kept;

  Instances(const std::string& shape, Index d, Index n)
      : sets(peers::fronts(shape, d, n)),
        ranks(static_cast<std::size_t>(n)),
        kept(static_cast<std::size_t>(n)) {
    for (const Matrix& f : sets) {
      pagmo.emplace_back();
      for (Index j = 0; j < n; ++j) {
        pagmo.back().emplace_back(f.col(j).begin(), f.col(j).end());
      }
    }
  }
};

double sort_ours(Instances& at, std::size_t k) {
  at.sorting.sort(at.sets[k]);
  const auto ranks = at.sorting.ranks();
  return checksum(ranks.size(), [ranks](std::size_t j) { return ranks[j]; });
}

double sort_moocore(Instances& at, std::size_t k) {
  const Matrix& f = at.sets[k];
  const auto n = static_cast<std::size_t>(f.cols());
  peer_moocore_ranks(at.ranks.data(), f.data(), n, static_cast<int>(f.rows()));
  return checksum(n, [&at](std::size_t j) { return at.ranks[j]; });
}

double sort_pagmo(Instances& at, std::size_t k) {
  const auto sorted = pagmo::fast_non_dominated_sorting(at.pagmo[k]);
  const std::vector<pagmo::pop_size_t>& ranks = std::get<3>(sorted);
  return checksum(ranks.size(), [&ranks](std::size_t j) { return ranks[j]; });
}

double filter_moocore(Instances& at, std::size_t k) {
  const Matrix& f = at.sets[k];
  return static_cast<double>(peer_moocore_filter(
      at.kept.data(), f.data(), static_cast<std::size_t>(f.cols()), static_cast<int>(f.rows())));
}

double target(int d, std::size_t n) {
  if (d == 2) {
    return n < 1000 ? 0 : 1.2;
  }
  if (d < 5) {
    return n < 1000 ? 0 : 1.5;
  }
  return n < 1000 ? 0 : n < 10'000 ? 4 : 8;
}

void compare(Bench& bench, const std::string& shape, int d, std::size_t n) {
  if (!bench.wants(d, shape, n)) {
    return;
  }
  Instances at(shape, d, static_cast<Index>(n));
  if (n <= 10'000) {
    std::vector<Contender> sorters = {
        {"vilfredo", [&at](std::size_t k) { return sort_ours(at, k); }},
        {"moocore", [&at](std::size_t k) { return sort_moocore(at, k); }}};
    if (n <= 1000) {
      sorters.push_back({"pagmo", [&at](std::size_t k) { return sort_pagmo(at, k); }});
    }
    bench.compare(
        {"non-dominated sorting", d, shape, n, at.sets.size(), 0, target(d, n), d == 2 ? "1" : "2"},
        sorters);
  }
  std::vector<Contender> filters = {
      {"vilfredo",
       [&at](std::size_t k) {
         return static_cast<double>(at.filter.filter(at.sets[k], Duplicates::first_only).size());
       }},
      {"moocore", [&at](std::size_t k) { return filter_moocore(at, k); }}};
  if (d == 2 && n <= 1000 && shape != "ties") {  // it counts equal points otherwise
    filters.push_back({"pagmo", [&at](std::size_t k) {
                         return static_cast<double>(
                             pagmo::non_dominated_front_2d(at.pagmo[k]).size());
                       }});
  }
  bench.compare({"non-dominated filter", d, shape, n, at.sets.size(), 0, n < 1000 ? 0.0 : 2.0,
                 d <= 3 ? "1" : "2"},
                filters);
}

void run(Bench& bench) {
  for (const int d : {2, 3, 4, 5, 8, 10}) {
    for (const char* shape : {"cube", "sphere", "linear", "skew", "ties", "clustered"}) {
      for (const std::size_t n : {100, 500, 1000, 2000, 10'000, 100'000}) {
        compare(bench, shape, d, n);
      }
    }
  }
}

const Family family("sorting", run);

}  // namespace
}  // namespace vilfredo::peers
