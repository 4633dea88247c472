# SPDX-License-Identifier: MIT
# Sets of precompiled headers, shared by many: parsing Qt and <chrono> anew for every file is four fifths of
# what a test costs to compile. Sources must not lean on them: the lint step compiles without.
option(CORDIAL_PRECOMPILED_HEADERS "Share precompiled headers" ON)

file(WRITE "${PROJECT_BINARY_DIR}/precompiled.cpp" "// Gives the precompiled headers a target.\n")

function(cordial_precompiled_set name)
    cmake_parse_arguments(ARG "" "" "LINK;HEADERS" ${ARGN})
    add_library(${name} OBJECT "${PROJECT_BINARY_DIR}/precompiled.cpp")
    set_target_properties(${name} PROPERTIES AUTOMOC OFF)
    target_link_libraries(${name} PRIVATE ${ARG_LINK} cordial_settings)
    target_precompile_headers(${name} PRIVATE ${ARG_HEADERS})
endfunction()

# cordial_use_precompiled(TARGET SET)
function(cordial_use_precompiled target set)
    if(CORDIAL_PRECOMPILED_HEADERS)
        target_precompile_headers(${target} REUSE_FROM ${set})
    endif()
endfunction()

option(CORDIAL_UNITY_BUILD "Compile the sources of a module several at a time" ON)

# What sources share costs more to compile than what they hold, precompiled headers or not: eight at a time. Names in
# unnamed namespaces are therefore single within a module; lint looks at sources with fewer neighbours, or none.
function(cordial_compile_together target)
    if(CORDIAL_UNITY_BUILD)
        set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
    endif()
endfunction()

set(CORDIAL_COMMON_HEADERS
    <QByteArray> <QFuture> <QHash> <QJsonObject> <QList> <QLoggingCategory> <QObject> <QSet> <QString> <QUrl>
    <algorithm> <array> <chrono> <deque> <functional> <map> <memory> <optional> <set> <unordered_map> <variant> <vector>)

if(CORDIAL_BUILD_TESTS)
    # Qt6::Test without its definitions, which differ from folder to folder and so rule out sharing. With Network for
    # all, because <QtTest> differs by that too. Tests of windows do without.
    find_package(Qt6 REQUIRED COMPONENTS Network Test)
    add_library(cordial_qttest INTERFACE)
    target_link_libraries(cordial_qttest INTERFACE Qt6::Core Qt6::Network $<LINK_ONLY:Qt6::Test>)
    target_include_directories(cordial_qttest SYSTEM INTERFACE $<TARGET_PROPERTY:Qt6::Test,INTERFACE_INCLUDE_DIRECTORIES>)
    target_compile_definitions(cordial_qttest INTERFACE QT_TESTLIB_LIB QT_TESTCASE_BUILDDIR="${PROJECT_BINARY_DIR}"
        QT_TESTCASE_SOURCEDIR="${PROJECT_SOURCE_DIR}/tests")
endif()

if(CORDIAL_PRECOMPILED_HEADERS)
    cordial_precompiled_set(cordial_precompiled LINK Qt6::Core HEADERS ${CORDIAL_COMMON_HEADERS})
    # Who reads JSON: the gateway, and all that is generated.
    cordial_precompiled_set(cordial_precompiled_json LINK Cordial::Core
        HEADERS ${CORDIAL_COMMON_HEADERS} <QMap> <cordial/core/jsonreader.h> <cordial/core/jsonwriter.h>)
    # The client and all above it. Made with what its header needs, so that its own sources may use it too.
    cordial_precompiled_set(cordial_precompiled_client LINK Cordial::Api
        HEADERS ${CORDIAL_COMMON_HEADERS} <cordial/client/client.h>)
    if(CORDIAL_BUILD_TESTS)
        cordial_precompiled_set(cordial_precompiled_tests LINK cordial_qttest HEADERS <QtTest> ${CORDIAL_COMMON_HEADERS})
        cordial_precompiled_set(cordial_precompiled_client_tests LINK cordial_qttest Cordial::Api
            HEADERS <QtTest> ${CORDIAL_COMMON_HEADERS} <cordial/client/client.h>)
    endif()
endif()
