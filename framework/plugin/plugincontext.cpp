// SPDX-License-Identifier: MIT
#include <cordial/plugin/plugincontext.h>

#include <QDir>

namespace Cordial {

QString PluginContext::storageDirectory() const
{
    if (!m_storageDirectory.isEmpty())
        QDir().mkpath(m_storageDirectory);
    return m_storageDirectory;
}

} // namespace Cordial
