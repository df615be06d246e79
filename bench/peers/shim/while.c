/* An entry point to one of the programs of While et al. that hvwfg carries: each keeps its state in
   globals and takes distances from the reference, so each becomes a library of its own. PEER_SOURCE
   is included whole, for its own allocation is too small in five dimensions. */
#include "peers.h"
#include PEER_SOURCE

__attribute__((visibility("default"))) double PEER_NAME(double* distances, size_t n, int d) {
  FRONT front;
  front.nPoints = (int)n;
  front.n = d;
  front.points = malloc(n * sizeof(POINT));
  for (size_t j = 0; j < n; ++j) {
    front.points[j].objectives = distances + j * (size_t)d;
  }
  allocate_memory((int)n, d);
#if PEER_QUADRATIC
  boxoids = realloc(boxoids, sizeof(BOXOID) * (n * n + 16));
#endif
  const double volume = hv(front);
#if PEER_QUADRATIC
  free(nodes);
  free(boxes);
  free(boxoids);
#else
  free_memory();
#endif
  free(front.points);
  return volume;
}
