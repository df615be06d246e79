# install(EXPORT) and the package files: find_package(vilfredo) gives vilfredo::vilfredo.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(vilfredo_targets vilfredo_core vilfredo_indicators vilfredo_problems vilfredo_algorithms
  vilfredo_vilfredo)
if(VILFREDO_PAGMO)
  list(APPEND vilfredo_targets vilfredo_pagmo)
endif()
if(VILFREDO_APPS)
  list(APPEND vilfredo_targets vilfredo_suite)
  install(TARGETS vilfredo RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
  install(DIRECTORY suites/ DESTINATION "${CMAKE_INSTALL_DATADIR}/vilfredo/suites")
endif()

install(TARGETS ${vilfredo_targets} EXPORT vilfredo
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
set(vilfredo_package "${CMAKE_INSTALL_LIBDIR}/cmake/vilfredo")
install(EXPORT vilfredo NAMESPACE vilfredo:: FILE vilfredo-targets.cmake
  DESTINATION "${vilfredo_package}")
configure_package_config_file(cmake/vilfredo-config.cmake.in
  "${PROJECT_BINARY_DIR}/vilfredo-config.cmake" INSTALL_DESTINATION "${vilfredo_package}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/vilfredo-config-version.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/vilfredo-config.cmake"
  "${PROJECT_BINARY_DIR}/vilfredo-config-version.cmake" DESTINATION "${vilfredo_package}")
