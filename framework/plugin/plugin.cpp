// SPDX-License-Identifier: MIT
#include <cordial/plugin/plugin.h>

// The class has its meta object here, once in the process, so that the host recognises every
// plugin's root by it.
#include "moc_plugin.cpp"
