# SPDX-License-Identifier: MIT

# Compiles Qt Linguist catalogues and embeds them below :/cordial/catalogues/NAME, in this tree and
# for users of find_package(Cordial):
#   cordial_catalogues(cordial_plugin_ping NAME ping TS ping_de.ts ping_es.ts ping_ja.ts)
# The framework finds them there when the plugin NAME is loaded.
function(cordial_catalogues target)
    cmake_parse_arguments(ARG "" "NAME" "TS" ${ARGN})
    find_package(Qt6 6.4 REQUIRED COMPONENTS LinguistTools)
    set(compiled "")
    foreach(ts IN LISTS ARG_TS)
        get_filename_component(source "${ts}" ABSOLUTE)
        get_filename_component(base "${ts}" NAME_WE)
        set(qm "${CMAKE_CURRENT_BINARY_DIR}/catalogues/${base}.qm")
        add_custom_command(OUTPUT "${qm}"
            COMMAND ${CMAKE_COMMAND} -E make_directory "${CMAKE_CURRENT_BINARY_DIR}/catalogues"
            COMMAND Qt6::lrelease -silent "${source}" -qm "${qm}"
            DEPENDS "${source}" VERBATIM)
        set_source_files_properties("${qm}" PROPERTIES GENERATED ON QT_RESOURCE_ALIAS "${base}.qm")
        list(APPEND compiled "${qm}")
    endforeach()
    qt6_add_resources(${target} "cordial_catalogues_${ARG_NAME}"
        PREFIX "/cordial/catalogues/${ARG_NAME}" FILES ${compiled})
endfunction()
