# SPDX-License-Identifier: MIT
# What every target of the project shares: language, folders, definitions, warnings.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_AUTOMOC ON)

include(GNUInstallDirs)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/lib")
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/lib")
# The build tree keeps the shape of an installed one: bin/ and lib/ side by side.
set(CMAKE_BUILD_RPATH_USE_ORIGIN ON)
set(CMAKE_INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}:$ORIGIN")

# One include line everywhere: <cordial/core/clock.h> in the tree and for an installed user.
file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/include")
file(CREATE_LINK "${PROJECT_SOURCE_DIR}/framework" "${PROJECT_BINARY_DIR}/include/cordial" SYMBOLIC)

find_program(CORDIAL_CCACHE ccache)
if(CORDIAL_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # Without this ccache passes over whatever uses precompiled headers.
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${CORDIAL_CCACHE}")
endif()

# Ninja starts two compilers more than there are cores, and they take the cache from each other: a sixth of the time.
if(NOT CMAKE_JOB_POOL_COMPILE)
    cmake_host_system_information(RESULT cores QUERY NUMBER_OF_LOGICAL_CORES)
    set_property(GLOBAL APPEND PROPERTY JOB_POOLS compilers=${cores})
    set(CMAKE_JOB_POOL_COMPILE compilers)
endif()

add_library(cordial_settings INTERFACE)
target_compile_definitions(cordial_settings INTERFACE
    QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY
    QT_NO_URL_CAST_FROM_STRING QT_NO_FOREACH QT_USE_QSTRINGBUILDER
    QT_MESSAGELOGCONTEXT CORDIAL_VERSION="${PROJECT_VERSION}")
target_compile_options(cordial_settings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor
    -Wsuggest-override -Wzero-as-null-pointer-constant -fno-semantic-interposition
    # Where sources are compiled together, what is in an unnamed namespace seems to come from a header.
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>>:-Wno-subobject-linkage>
    # A plugin is unmapped on unload only if none of its symbols is unique to the process.
    $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>
    # Precompiled headers alone are more than g++ allows itself, so it would look for garbage all the time. In kB.
    $<$<CXX_COMPILER_ID:GNU>:--param=ggc-min-heapsize=524288>
    # g++ 12 sees uses of uninitialised std::variant and QList storage that are not there.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-array-bounds -Wno-stringop-overflow -Wno-restrict>)
if(CORDIAL_WARNINGS_AS_ERRORS)
    target_compile_options(cordial_settings INTERFACE -Werror)
endif()
if(CORDIAL_SANITIZE)
    target_compile_options(cordial_settings INTERFACE
        -fsanitize=${CORDIAL_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(cordial_settings INTERFACE -fsanitize=${CORDIAL_SANITIZE})
endif()
