# vilfredo_add_component(<name> [DIR <folder>] [DEPENDS ...] [PRIVATE_DEPENDS ...])
#
# Library vilfredo::<name> from include/**.hpp and src/**.cpp below the current folder. Every
# component has its own include root, so it cannot open a header of one it does not link.
# Kernels compiled for one instruction set are named *_avx2.cpp and *_avx512.cpp; such a file may
# include only its own *_inl.hpp and C headers, for an inline function of a shared header compiled
# there could be chosen by the linker for every caller.
function(vilfredo_add_component name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/src/*.cpp")
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/include/*.hpp")
  add_library(vilfredo_${name} ${sources})
  add_library(vilfredo::${name} ALIAS vilfredo_${name})
  set_target_properties(vilfredo_${name} PROPERTIES
    EXPORT_NAME ${name} OUTPUT_NAME vilfredo_${name} POSITION_INDEPENDENT_CODE ON
    VERIFY_INTERFACE_HEADER_SETS ON)
  target_sources(vilfredo_${name} PUBLIC FILE_SET HEADERS
    BASE_DIRS "${CMAKE_CURRENT_SOURCE_DIR}/include" FILES ${headers})
  target_compile_features(vilfredo_${name} PUBLIC cxx_std_20)
  target_include_directories(vilfredo_${name} PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}/src")
  target_link_libraries(vilfredo_${name}
    PUBLIC ${ARG_DEPENDS}
    PRIVATE $<BUILD_INTERFACE:vilfredo_build_settings> ${ARG_PRIVATE_DEPENDS})
  vilfredo_instruction_set_sources(${sources})
endfunction()

function(vilfredo_instruction_set_sources)
  foreach(source IN LISTS ARGN)
    if(source MATCHES "_avx512\\.cpp$")
      set_source_files_properties("${source}" PROPERTIES COMPILE_OPTIONS
        "-mavx512f;-mavx512dq;-mavx512bw;-mavx512vl;-mprefer-vector-width=512")
    elseif(source MATCHES "_avx2\\.cpp$")
      set_source_files_properties("${source}" PROPERTIES COMPILE_OPTIONS "-mavx2;-mbmi;-mbmi2;-mlzcnt")
    endif()
  endforeach()
endfunction()
