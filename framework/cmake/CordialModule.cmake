# SPDX-License-Identifier: MIT

# Cordial::Wire for "wire", CordialWire for its file and target.
function(cordial_target_name module result)
    string(SUBSTRING "${module}" 0 1 first)
    string(TOUPPER "${first}" first)
    string(SUBSTRING "${module}" 1 -1 rest)
    set(${result} "${first}${rest}" PARENT_SCOPE)
endfunction()

# Every public header compiles alone. One whose own source includes it first is proven by that source, which lint
# compiles without precompiled headers; the result is the others, for NAME_verify_interface_header_sets to compile.
function(cordial_unproven_headers result)
    set(unproven "")
    foreach(header IN LISTS ARGN)
        cmake_path(REPLACE_EXTENSION header LAST_ONLY .cpp OUTPUT_VARIABLE source)
        set(first "")
        if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${source}")
            file(STRINGS "${CMAKE_CURRENT_SOURCE_DIR}/${source}" first REGEX "^#include" LIMIT_COUNT 1)
        endif()
        if(NOT first MATCHES "[/\"]${header}[>\"]")
            list(APPEND unproven ${header})
        endif()
    endforeach()
    set(${result} ${unproven} PARENT_SCOPE)
endfunction()

# A library of the framework: one folder, one target, one rung.
#   cordial_module(net DEPENDS core QT Network HEADERS request.h ... SOURCES request.cpp ...)
# HEADERS are public (installed, must compile alone); private headers stand in SOURCES.
# GENERATED are public headers below <build>/generated/cordial, written while configuring.
# DEPENDS are public modules; QT public Qt components; QT_PRIVATE and PRIVATE are seen by the module alone.
# PRECOMPILED names another set of precompiled headers than that of all.
function(cordial_module module)
    cmake_parse_arguments(ARG "" "PRECOMPILED" "DEPENDS;QT;QT_PRIVATE;PRIVATE;HEADERS;SOURCES;GENERATED" ${ARGN})
    cordial_check_edges(${module} ${ARG_DEPENDS})
    cordial_target_name(${module} name)
    add_library(Cordial${name} SHARED)
    add_library(Cordial::${name} ALIAS Cordial${name})
    # The folder below framework/ whose headers are named <cordial/FOLDER/...>.
    cordial_unproven_headers(unproven ${ARG_HEADERS})
    list(REMOVE_ITEM ARG_HEADERS ${unproven})
    target_sources(Cordial${name}
        PRIVATE ${ARG_SOURCES}
        PUBLIC FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}/framework" FILES ${ARG_HEADERS}
        PUBLIC FILE_SET unproven TYPE HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}/framework" FILES ${unproven}
        PUBLIC FILE_SET generated TYPE HEADERS BASE_DIRS "${PROJECT_BINARY_DIR}/generated/cordial" FILES ${ARG_GENERATED})
    if(ARG_GENERATED)
        target_include_directories(Cordial${name} PUBLIC "$<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/generated>")
    endif()
    set_target_properties(Cordial${name} PROPERTIES
        EXPORT_NAME ${name} VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}
        VERIFY_INTERFACE_HEADER_SETS ON INTERFACE_HEADER_SETS_TO_VERIFY unproven)
    target_include_directories(Cordial${name} PUBLIC
        "$<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include>" "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
    foreach(component IN LISTS ARG_QT ARG_QT_PRIVATE)
        find_package(Qt6 6.4 REQUIRED COMPONENTS ${component})
    endforeach()
    list(TRANSFORM ARG_QT PREPEND Qt6::)
    list(TRANSFORM ARG_QT_PRIVATE PREPEND Qt6::)
    foreach(dependency IN LISTS ARG_DEPENDS)
        cordial_target_name(${dependency} dependencyName)
        target_link_libraries(Cordial${name} PUBLIC Cordial::${dependencyName})
    endforeach()
    target_link_libraries(Cordial${name} PUBLIC Qt6::Core ${ARG_QT}
        PRIVATE ${ARG_QT_PRIVATE} ${ARG_PRIVATE} $<BUILD_INTERFACE:cordial_settings>)
    # Calls within the library go straight to their function: a twentieth of decoding. Users have -fPIC, as Qt, which
    # is linked like this too, demands it.
    target_link_options(Cordial${name} PRIVATE LINKER:-Bsymbolic-functions)
    if(NOT ARG_PRECOMPILED)
        set(ARG_PRECOMPILED cordial_precompiled)
    endif()
    cordial_use_precompiled(Cordial${name} ${ARG_PRECOMPILED})
    install(TARGETS Cordial${name} EXPORT CordialTargets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/cordial
        FILE_SET unproven DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/cordial
        FILE_SET generated DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/cordial)
endfunction()

include(CordialPlugin)

# moc for the sources of a program that include their own .moc, and nothing else. AUTOMOC looks for more, which for
# a hundred small programs was a fifth of the time of a whole build.
function(cordial_moc_included name)
    set_target_properties(${name} PROPERTIES AUTOMOC OFF)
    get_target_property(sources ${name} SOURCES)
    foreach(source IN LISTS sources)
        cmake_path(GET source STEM stem)
        file(STRINGS "${CMAKE_CURRENT_SOURCE_DIR}/${source}" included REGEX "^#include \"${stem}\\.moc\"")
        if(included)
            qt_generate_moc("${source}" "${CMAKE_CURRENT_BINARY_DIR}/${name}_moc/${stem}.moc")
            target_sources(${name} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/${name}_moc/${stem}.moc")
        endif()
    endforeach()
    target_include_directories(${name} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/${name}_moc")
endfunction()

# A test executable of one class: cordial_test(net/tst_bucket LINK Cordial::Net [LABELS gui] [SOURCES extra.cpp])
# Reads tests/unit/net/tst_bucket.cpp, runs offscreen. CORDIAL_TEST_HEADERS says which precompiled headers it uses.
function(cordial_test path)
    cmake_parse_arguments(ARG "" "TIMEOUT" "LINK;LABELS;SOURCES;DEPENDS" ${ARGN})
    string(REPLACE "/" "_" name "${path}")
    add_executable(${name} "${path}.cpp" ${ARG_SOURCES})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests")
    cordial_moc_included(${name})
    target_link_libraries(${name} PRIVATE ${ARG_LINK} cordial_test_support cordial_qttest cordial_settings)
    cordial_use_precompiled(${name} cordial_precompiled_${CORDIAL_TEST_HEADERS})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES
        TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_LOGGING_RULES=;LC_ALL=C.UTF-8")
    if(ARG_DEPENDS)
        add_dependencies(${name} ${ARG_DEPENDS})
    endif()
endfunction()

# A fuzz target over one parser; only built with clang and CORDIAL_BUILD_FUZZERS.
function(cordial_fuzzer name)
    cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
    if(NOT CORDIAL_BUILD_FUZZERS)
        return()
    endif()
    add_executable(${name} ${name}.cpp)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/fuzz")
    target_compile_options(${name} PRIVATE -fsanitize=fuzzer)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    target_link_libraries(${name} PRIVATE ${ARG_LINK} cordial_test_support cordial_settings)
    add_dependencies(fuzzers ${name})
endfunction()
