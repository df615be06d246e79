/* What the shims around the peers' C code export; row-major points, minimised. */
#ifndef VILFREDO_BENCH_PEERS_H
#define VILFREDO_BENCH_PEERS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

double peer_moocore_hypervolume(const double* points, size_t n, int d, const double* reference);
/* `points` may be overwritten. */
void peer_moocore_contributions(
    double* out, double* points, size_t n, int d, const double* reference, int ignore_dominated);
double peer_moocore_igd(const double* a, size_t n, int d, const double* z, size_t m);
double peer_moocore_igd_plus(const double* a, size_t n, int d, const double* z, size_t m);
double peer_moocore_epsilon_additive(const double* a, size_t n, int d, const double* z, size_t m);
double peer_moocore_epsilon_multiplicative(
    const double* a, size_t n, int d, const double* z, size_t m);
double peer_moocore_r2_exact(const double* points, size_t n, int d, const double* ideal);
/* How many points are non-dominated; kept[j] is 1 for them, equal points once. */
size_t peer_moocore_filter(unsigned char* kept, const double* points, size_t n, int d);
void peer_moocore_ranks(int* ranks, const double* points, size_t n, int d);

/* `distances` = reference - point, all positive; rows may be overwritten and are reordered. */
double peer_wfg(double* distances, size_t n, int d);
double peer_hv4dr(double* distances, size_t n, int d);
double peer_hv5dr(double* distances, size_t n, int d);

#ifdef __cplusplus
}
#endif

#endif
