# SPDX-License-Identifier: MIT
# find_package(Cordial) for an installed tree.
include(CMakePackageConfigHelpers)
set(CORDIAL_CONFIG_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/Cordial")
configure_package_config_file(framework/cmake/CordialConfig.cmake.in
    "${PROJECT_BINARY_DIR}/CordialConfig.cmake" INSTALL_DESTINATION "${CORDIAL_CONFIG_DIR}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/CordialConfigVersion.cmake" COMPATIBILITY SameMajorVersion)
install(FILES "${PROJECT_BINARY_DIR}/CordialConfig.cmake" "${PROJECT_BINARY_DIR}/CordialConfigVersion.cmake"
    framework/cmake/CordialCatalogue.cmake framework/cmake/CordialPlugin.cmake DESTINATION "${CORDIAL_CONFIG_DIR}")
install(EXPORT CordialTargets NAMESPACE Cordial:: DESTINATION "${CORDIAL_CONFIG_DIR}")
