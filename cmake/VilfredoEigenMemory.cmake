# vilfredo_pin_eigen_memory(<target>)
#
# Eigen frees by a rule that depends on compiler flags (-march, sanitizers), and matrices cross the
# border between this library and a program that links it. What the library was built with becomes
# part of its installed interface: where a program's flags can be brought in line they are, and where
# not, vilfredo.hpp does not compile.
include(CheckCXXSourceCompiles)

function(vilfredo_pin_eigen_memory target)
  set(CMAKE_REQUIRED_LIBRARIES Eigen3::Eigen)
  foreach(bytes 16 32 64)
    check_cxx_source_compiles(
      "#include <Eigen/Core>
       static_assert(EIGEN_DEFAULT_ALIGN_BYTES == ${bytes});
       int main() {}"
      VILFREDO_EIGEN_ALIGNS_TO_${bytes})
    if(VILFREDO_EIGEN_ALIGNS_TO_${bytes})
      target_compile_definitions(${target}
        INTERFACE $<INSTALL_INTERFACE:VILFREDO_EIGEN_ALIGN_BYTES=${bytes}>)
    endif()
  endforeach()
  check_cxx_source_compiles(
    "#include <Eigen/Core>
     static_assert(EIGEN_MALLOC_ALREADY_ALIGNED);
     int main() {}"
    VILFREDO_EIGEN_USES_MALLOC)
  if(VILFREDO_EIGEN_USES_MALLOC)
    target_compile_definitions(${target}
      INTERFACE $<INSTALL_INTERFACE:EIGEN_MALLOC_ALREADY_ALIGNED=1>)
  endif()
endfunction()
