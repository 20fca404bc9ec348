# SPDX-License-Identifier: Apache-2.0
# CMake functions of this project; CMakeLists.txt includes this file.

find_program(CCACHE ccache)
if(CCACHE)
  # Paths are hashed relative to the source tree, so that all build folders share one cache; the sloppiness is what
  # ccache asks for with precompiled headers.
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()
set(CMAKE_PCH_INSTANTIATE_TEMPLATES OFF)

# Folders of scripts/levels.txt that exist, in order. A folder that appears later triggers a new configure.
function(jamhall_read_levels result)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/scripts/levels.txt)
  file(GLOB present CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/sessions/*/CMakeLists.txt
       ${CMAKE_SOURCE_DIR}/engine/*/CMakeLists.txt)
  file(STRINGS ${CMAKE_SOURCE_DIR}/scripts/levels.txt levels REGEX "^[a-z]")
  string(REPLACE " " ";" levels "${levels}")
  set(found)
  foreach(folder IN LISTS levels)
    if(${CMAKE_SOURCE_DIR}/${folder}/CMakeLists.txt IN_LIST present)
      list(APPEND found ${folder})
    endif()
  endforeach()
  set(${result} ${found} PARENT_SCOPE)
endfunction()

# jamhall_library(<name> [SOURCES <file>...] [LINKS <target>...])
# The library of the calling folder: static target jamhall_<name>, alias jamhall::<name>. Without SOURCES it takes every
# .cpp of the folder but main.cpp; a folder of headers only becomes an interface library. LINKS are public: the folders
# to the left, as jamhall::<name>, and the third-party targets found by the top CMakeLists.txt.
function(jamhall_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS")
  if(NOT arg_SOURCES)
    file(GLOB arg_SOURCES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
    list(FILTER arg_SOURCES EXCLUDE REGEX "/main\\.cpp$")
  endif()
  set(links jamhall_options)
  foreach(link IN LISTS arg_LINKS)
    if(link MATCHES "^jamhall::" AND NOT TARGET ${link})
      message(STATUS "jamhall::${name} waits for ${link}, whose folder is not there yet")
    else()
      list(APPEND links ${link})
    endif()
  endforeach()
  if(arg_SOURCES)
    add_library(jamhall_${name} STATIC ${arg_SOURCES})
    target_link_libraries(jamhall_${name} PUBLIC ${links})
  else()
    add_library(jamhall_${name} INTERFACE)
    target_link_libraries(jamhall_${name} INTERFACE ${links})
  endif()
  add_library(jamhall::${name} ALIAS jamhall_${name})
  set_property(GLOBAL APPEND PROPERTY JAMHALL_LIBRARIES jamhall::${name})
endfunction()

# An imported target for a library without a usable CMake package of its own.
function(jamhall_find_library target name header)
  find_library(JAMHALL_${name}_LIBRARY ${name} REQUIRED)
  find_path(JAMHALL_${name}_INCLUDE ${header} REQUIRED)
  add_library(${target} UNKNOWN IMPORTED)
  set_target_properties(${target} PROPERTIES IMPORTED_LOCATION ${JAMHALL_${name}_LIBRARY}
                        INTERFACE_INCLUDE_DIRECTORIES ${JAMHALL_${name}_INCLUDE})
endfunction()

# One static library from header-only third-party code that can be compiled apart.
function(jamhall_separate_compilation target)
  set(sources)
  foreach(header IN LISTS ARGN)
    string(MAKE_C_IDENTIFIER ${header} file)
    set(source ${CMAKE_BINARY_DIR}/generated/${file}.cpp)
    file(CONFIGURE OUTPUT ${source} CONTENT "#include <${header}>\n" @ONLY)
    list(APPEND sources ${source})
  endforeach()
  add_library(${target} STATIC ${sources})
  target_link_libraries(${target} PUBLIC jamhall_options)
endfunction()

# jamhall_embed(<folder/header.hpp> NAMESPACE <namespace> NAME <variable> FILES <file>...)
# Writes a header, included as "<folder/header.hpp>", with
#   inline constexpr std::array<std::pair<std::string_view, std::string_view>, N> <variable>  // {file name, text}
# in the order given, so that migrations and documents ship inside the binary.
function(jamhall_embed header)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "NAMESPACE;NAME" "FILES")
  list(LENGTH arg_FILES count)
  string(CONCAT text "#pragma once\n#include <array>\n#include <string_view>\n#include <utility>\n\n"
         "namespace ${arg_NAMESPACE} {\n"
         "inline constexpr std::array<std::pair<std::string_view, std::string_view>, ${count}> ${arg_NAME}{{\n")
  foreach(file IN LISTS arg_FILES)
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    cmake_path(GET file FILENAME file_name)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} content)
    string(APPEND text "{\"${file_name}\", R\"embedded(${content})embedded\"},\n")
  endforeach()
  string(APPEND text "}};\n}  // namespace ${arg_NAMESPACE}\n")
  set(output ${CMAKE_BINARY_DIR}/generated/${header})
  file(WRITE ${output}.new "${text}")
  file(COPY_FILE ${output}.new ${output} ONLY_IF_DIFFERENT)
endfunction()

# The libraries named, of those that exist, share one precompiled header.
function(jamhall_share_precompiled_header header)
  file(GLOB present CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${header})
  if(NOT present)
    return()
  endif()
  set(source ${CMAKE_BINARY_DIR}/generated/precompiled.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "" @ONLY)
  add_library(jamhall_precompiled OBJECT ${source})
  target_link_libraries(jamhall_precompiled PRIVATE jamhall_options)
  target_precompile_headers(jamhall_precompiled PRIVATE ${CMAKE_SOURCE_DIR}/${header})
  foreach(name IN LISTS ARGN)
    if(TARGET jamhall_${name})
      get_target_property(type jamhall_${name} TYPE)
      if(type STREQUAL "STATIC_LIBRARY")
        target_precompile_headers(jamhall_${name} REUSE_FROM jamhall_precompiled)
      endif()
    endif()
  endforeach()
endfunction()

# Installs the npm packages of <folder>, builds it with Vite and copies its dist to <build>/<folder>, where the server
# looks for it beside its own binary.
function(jamhall_web_client folder)
  set(source ${CMAKE_SOURCE_DIR}/${folder})
  file(GLOB present CONFIGURE_DEPENDS ${source}/package-lock.json)
  if(NOT present)
    message(STATUS "${folder} is not there yet; building without it")
    return()
  endif()
  file(GLOB_RECURSE inputs CONFIGURE_DEPENDS ${source}/src/* ${source}/public/* ${source}/scripts/*)
  file(GLOB settings CONFIGURE_DEPENDS ${source}/*.json ${source}/*.html ${source}/*.ts ${source}/*.js)
  set(stamp ${CMAKE_BINARY_DIR}/${folder}.stamp)
  add_custom_command(
    OUTPUT ${stamp}
    DEPENDS ${inputs} ${settings} ${CMAKE_SOURCE_DIR}/scripts/npm_ci
    COMMAND ${CMAKE_SOURCE_DIR}/scripts/npm_ci ${folder}
    COMMAND npm run --silent build
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${CMAKE_BINARY_DIR}/${folder}
    COMMAND ${CMAKE_COMMAND} -E copy_directory ${source}/dist ${CMAKE_BINARY_DIR}/${folder}
    COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
    WORKING_DIRECTORY ${source}
    COMMENT "Building ${folder}"
    USES_TERMINAL VERBATIM)
  add_custom_target(${folder} ALL DEPENDS ${stamp})
endfunction()
