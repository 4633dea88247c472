# SPDX-License-Identifier: MIT
# The ladder: which module may use which. The one table; tests/tools/check_layers.py reads it and
# fails on any #include outside it, cordial_module() fails on any link outside it.
#
#   core < net, gateway < api < client < commands < plugin < host
#
set(CORDIAL_EDGES_wire "")
set(CORDIAL_EDGES_core "")
set(CORDIAL_EDGES_net core)
set(CORDIAL_EDGES_gateway core)
set(CORDIAL_EDGES_api core net gateway)
set(CORDIAL_EDGES_client core net gateway api)
set(CORDIAL_EDGES_commands core net gateway api client)
set(CORDIAL_EDGES_plugin core net gateway api client commands)
set(CORDIAL_EDGES_telemetry core wire)
set(CORDIAL_EDGES_cluster core net gateway)
set(CORDIAL_EDGES_sandbox core)
set(CORDIAL_EDGES_testing core net gateway api client commands plugin sandbox)
set(CORDIAL_EDGES_host core net gateway api client commands plugin telemetry cluster sandbox)
set(CORDIAL_EDGES_inspector core wire)
set(CORDIAL_EDGES_plugins core net gateway api client commands plugin)

function(cordial_check_edges module)
    foreach(used IN LISTS ARGN)
        if(NOT used IN_LIST CORDIAL_EDGES_${module})
            message(FATAL_ERROR "${module} may not use ${used}: see framework/cmake/CordialLayers.cmake")
        endif()
    endforeach()
endfunction()
