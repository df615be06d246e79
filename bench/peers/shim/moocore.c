/* Plain C entry points to moocore's library, compiled together with it. */
#include "peers.h"

#include "epsilon.h"
#include "hv.h"
#include "igd.h"
#include "io.h"
#include "nondominated.h"
#include "r2_exact.h"

#include <string.h>

#define EXPORT __attribute__((visibility("default")))

static const boolvec kMinimise[64];

EXPORT double peer_moocore_hypervolume(const double* points,
                                       size_t n,
                                       int d,
                                       const double* reference) {
  return fpli_hv(points, n, (dimension_t)d, reference);
}

EXPORT void peer_moocore_contributions(
    double* out, double* points, size_t n, int d, const double* reference, int ignore_dominated) {
  hv_contributions(out, points, n, (dimension_t)d, reference, ignore_dominated != 0);
}

EXPORT double peer_moocore_igd(const double* a, size_t n, int d, const double* z, size_t m) {
  return IGD(a, n, (dimension_t)d, z, m, kMinimise);
}

EXPORT double peer_moocore_igd_plus(const double* a, size_t n, int d, const double* z, size_t m) {
  return IGD_plus(a, n, (dimension_t)d, z, m, kMinimise);
}

EXPORT double peer_moocore_epsilon_additive(
    const double* a, size_t n, int d, const double* z, size_t m) {
  return epsilon_additive(a, n, (dimension_t)d, z, m, kMinimise);
}

EXPORT double peer_moocore_epsilon_multiplicative(
    const double* a, size_t n, int d, const double* z, size_t m) {
  return epsilon_mult(a, n, (dimension_t)d, z, m, kMinimise);
}

EXPORT double peer_moocore_r2_exact(const double* points, size_t n, int d, const double* ideal) {
  return r2_exact(points, n, (dimension_t)d, ideal);
}

EXPORT size_t peer_moocore_filter(unsigned char* kept, const double* points, size_t n, int d) {
  size_t count = 0;
  is_nondominated(kept, points, n, (dimension_t)d, 0, kMinimise);
  for (size_t j = 0; j < n; ++j) {
    count += kept[j];
  }
  return count;
}

EXPORT void peer_moocore_ranks(int* ranks, const double* points, size_t n, int d) {
  pareto_rank(ranks, points, n, (dimension_t)d);
}
