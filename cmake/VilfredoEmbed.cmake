# Writes OUTPUT, a C++ source with the reference sets FOLDER/*.csv as tables of numbers.
#
#   cmake -DFOLDER=… -DOUTPUT=… -P VilfredoEmbed.cmake
#
# A file holds # lines (where it comes from) and rows of as many numbers, separated by commas or
# blanks. A ragged or non-numeric row stops the build.
cmake_minimum_required(VERSION 3.25)
file(GLOB files "${FOLDER}/*.csv")
list(SORT files)

set(tables "")
set(entries "")
foreach(file IN LISTS files)
  cmake_path(GET file STEM name)
  file(SHA256 "${file}" hash)
  file(READ "${file}" content)
  string(REPLACE "\r" "" content "\n${content}\n")

  string(REGEX REPLACE "\n#[^\n]*" "" rows "${content}")
  string(REGEX REPLACE "[ \t]*\n[ \t]*" "\n" rows "${rows}")
  string(REGEX REPLACE "[ \t]*[, \t][ \t]*" "," rows "${rows}")
  string(REGEX REPLACE "\n\n+" "\n" rows "${rows}")
  string(REGEX REPLACE "^\n" "" rows "${rows}")
  string(REGEX MATCH "^[^\n]*" first "${rows}")
  string(REGEX REPLACE "[^,]" "" separators "${first}")
  string(LENGTH "${separators}" separators)
  math(EXPR columns "${separators} + 1")

  set(number "[-+]?[0-9.][-+0-9.eE]*")
  string(REPEAT ",${number}" ${separators} others)
  string(REGEX REPLACE "${number}${others}\n" "" rest "${rows}")
  if(NOT rest STREQUAL "" OR rows STREQUAL "")
    message(FATAL_ERROR "${file}: not rows of ${columns} numbers; left over: ${rest}")
  endif()
  string(REPLACE "\n" ",\n" rows "${rows}")

  string(REGEX REPLACE "\n[^#\n][^\n]*" "" comments "${content}")
  string(REGEX REPLACE "\n\n+" "\n" comments "${comments}")
  string(REGEX REPLACE "^\n" "" comments "${comments}")

  string(MAKE_C_IDENTIFIER "k_${name}" symbol)
  string(APPEND tables "constexpr double ${symbol}[] = {\n${rows}};\n")
  string(APPEND entries "    {\"${name}\", ${symbol}, std::size(${symbol}) / ${columns}, ${columns},\n"
    "     R\"comments(${comments})comments\",\n     \"${hash}\"},\n")
endforeach()

list(LENGTH files count)
set(source "// Written by VilfredoEmbed.cmake from the reference sets; edit those.
#include <array>
#include <iterator>

#include \"embedded_sets.hpp\"

namespace vilfredo::detail {
namespace {

${tables}
constexpr std::array<EmbeddedSet, ${count}> kSets{{
${entries}}};

}  // namespace

std::span<const EmbeddedSet> embedded_sets() { return kSets; }

}  // namespace vilfredo::detail
")
file(WRITE "${OUTPUT}" "${source}")
