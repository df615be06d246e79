// Numbers too small for full precision count as 0 while one of these lives. Adam's moments and the
// slopes of saturated neurons decay into that range within a training, where processors are many
// times slower, and below 1e-38 they move no parameter. Processors other than x86-64 keep them.
#pragma once

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace vilfredo::detail {

class FlushDenormals {
 public:
#if defined(__x86_64__)
  FlushDenormals() : before_(_mm_getcsr()) {
    _mm_setcsr(before_ | kFlushBoth);
  }

  ~FlushDenormals() {
    _mm_setcsr(before_);
  }
#else
  FlushDenormals() = default;
  ~FlushDenormals() = default;
#endif
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
#if defined(__x86_64__)
  static constexpr unsigned kFlushBoth = 0x8040;  // results to zero, operands as zero

  unsigned before_;
#endif
};

}  // namespace vilfredo::detail
