# SPDX-License-Identifier: MIT

# A bot plugin, in this tree and for users of find_package(Cordial):
#   cordial_plugin(ping METADATA ping.json SOURCES pingplugin.cpp pingplugin.h)
# QT names further Qt components. In this tree it lands in lib/plugins/, without a prefix.
function(cordial_plugin name)
    cmake_parse_arguments(ARG "" "METADATA" "SOURCES;QT" ${ARGN})
    add_library(cordial_plugin_${name} MODULE ${ARG_SOURCES} ${ARG_METADATA})
    set_target_properties(cordial_plugin_${name} PROPERTIES OUTPUT_NAME ${name} PREFIX "" AUTOMOC ON)
    target_compile_features(cordial_plugin_${name} PRIVATE cxx_std_20)
    # Without it a template's static data pins the library: unloading would leave the old code in place.
    target_compile_options(cordial_plugin_${name} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)
    list(TRANSFORM ARG_QT PREPEND Qt6::)
    target_link_libraries(cordial_plugin_${name} PRIVATE Cordial::Plugin ${ARG_QT})
    # A change of the metadata alone must rebuild the plugin: moc reads the file.
    set_property(TARGET cordial_plugin_${name} APPEND PROPERTY AUTOGEN_TARGET_DEPENDS
        "${CMAKE_CURRENT_SOURCE_DIR}/${ARG_METADATA}")
    if(TARGET cordial_settings)
        target_link_libraries(cordial_plugin_${name} PRIVATE cordial_settings)
        cordial_use_precompiled(cordial_plugin_${name} cordial_precompiled_client)
        set_target_properties(cordial_plugin_${name} PROPERTIES
            LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/lib/plugins" INSTALL_RPATH "$ORIGIN/../..")
        install(TARGETS cordial_plugin_${name} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/cordial/plugins)
    endif()
endfunction()
