cmake_policy(VERSION 3.25)
# Run at every build: writes the commit of the sources to a header, touching it only if it changed.
#   cmake -DSOURCE=<folder> -DHEADER=<file> -P commit.cmake
execute_process(COMMAND git -C "${SOURCE}" describe --always --dirty --abbrev=12 --exclude=*
  OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  set(commit "unknown")
endif()
file(CONFIGURE OUTPUT "${HEADER}"
  CONTENT "#pragma once\n#define VILFREDO_COMMIT \"@commit@\"\n" @ONLY)
