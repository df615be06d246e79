// Counts what is allocated. Replaces malloc: include it in one source of a test program at most.
#pragma once

#include <atomic>
#include <cstdlib>
#include <functional>

// Eigen calls malloc itself, so it is malloc that is counted. Sanitizers bring their own.
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define VILFREDO_COUNTS_ALLOCATIONS 1

namespace {
std::atomic<long> allocations = 0;
}

extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);

void* malloc(std::size_t size) noexcept {
  ++allocations;
  return __libc_malloc(size);
}

void* calloc(std::size_t count, std::size_t size) noexcept {
  ++allocations;
  return __libc_calloc(count, size);
}

void* realloc(void* old, std::size_t size) noexcept {
  ++allocations;
  return __libc_realloc(old, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
  ++allocations;
  return __libc_memalign(alignment, size);
}
}
#endif

namespace vilfredo {
namespace {

/// Of the second of two equal calls.
long allocations_of(const std::function<void()>& call) {
#if defined(VILFREDO_COUNTS_ALLOCATIONS)
  call();
  const long before = allocations;
  call();
  return allocations - before;
#else
  call();
  return 0;
#endif
}

}  // namespace
}  // namespace vilfredo
