#include "eigen_blocking.hpp"

#include <Eigen/Core>

#include <cstddef>

namespace vilfredo::detail {

void fix_eigen_blocking() {
  constexpr std::ptrdiff_t kKibi = 1024;
  [[maybe_unused]] static const bool once = [] {
    Eigen::setCpuCacheSizes(32 * kKibi, 1024 * kKibi, 8 * kKibi * kKibi);
    return true;
  }();
}

}  // namespace vilfredo::detail
