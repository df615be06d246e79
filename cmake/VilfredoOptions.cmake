# What a user may switch. Optional parts are on when their library is found (VilfredoDependencies).
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES AND PROJECT_IS_TOP_LEVEL)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

option(VILFREDO_WITH_PAGMO "pagmo2 both ways (needs libpagmo-dev)" ON)
option(VILFREDO_WITH_TBB "threads from oneTBB; off: a plain pool with the same chunks" ON)
option(VILFREDO_WITH_LBFGSPP "L-BFGS for surrogates and inner searches (needs liblbfgspp-dev)" ON)
option(VILFREDO_APPS "the command-line program and the suite library" ${PROJECT_IS_TOP_LEVEL})
option(VILFREDO_TESTS "tests (top level only)" ${PROJECT_IS_TOP_LEVEL})
option(VILFREDO_EXAMPLES "examples (top level only)" ${PROJECT_IS_TOP_LEVEL})
option(VILFREDO_BENCH "benchmarks (top level only)" OFF)
option(VILFREDO_ASSERTIONS "check internal invariants at run time" OFF)
option(VILFREDO_WARNINGS_AS_ERRORS "for our own sources" OFF)
set(VILFREDO_SANITIZE "" CACHE STRING "sanitizers for our targets, for example address,undefined")

if(PROJECT_IS_TOP_LEVEL)
  find_program(VILFREDO_CCACHE ccache)
  if(VILFREDO_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${VILFREDO_CCACHE}")
  endif()
endif()

# Build settings of our own targets; nothing of it reaches a consumer.
add_library(vilfredo_build_settings INTERFACE)
target_compile_options(vilfredo_build_settings INTERFACE
  -ffp-contract=off -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor)
# g++ 12 sees overlaps and unset members in std::string that are not there (GCC bug 105651).
target_compile_options(vilfredo_build_settings INTERFACE
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict$<SEMICOLON>-Wno-maybe-uninitialized>)
if(VILFREDO_WARNINGS_AS_ERRORS)
  target_compile_options(vilfredo_build_settings INTERFACE -Werror)
endif()
if(VILFREDO_ASSERTIONS)
  target_compile_definitions(vilfredo_build_settings INTERFACE VILFREDO_ASSERTIONS=1)
endif()
if(VILFREDO_SANITIZE)
  target_compile_options(vilfredo_build_settings INTERFACE
    -fsanitize=${VILFREDO_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(vilfredo_build_settings INTERFACE -fsanitize=${VILFREDO_SANITIZE})
  # Under a sanitizer Eigen pads what it allocates, and libraries that are not instrumented (pagmo)
  # would free it without knowing.
  target_compile_definitions(vilfredo_build_settings INTERFACE EIGEN_MALLOC_ALREADY_ALIGNED=1)
endif()
# Eigen's own loops vary with the instruction set; one setting per binary (design section 4).
target_compile_definitions(vilfredo_build_settings INTERFACE
  JSON_USE_IMPLICIT_CONVERSIONS=0 EIGEN_DONT_PARALLELIZE)
