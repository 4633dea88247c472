// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>

#include <QString>

#include <sys/types.h>

namespace Cordial::Telemetry {

//! \brief A listening local socket and its file, which it removes when it goes.
//!
//! The file is 0600 from the first moment, in a folder that only its owner can use. What a dead
//! host left behind is replaced; a live host is an error.
class SocketFile
{
public:
    //! \brief Listens on \a path; in the hosts' folder that folder is made (0700) and checked.
    //! Waits up to a second for a host that starts in the same folder. Errors: Io, InvalidArgument.
    [[nodiscard]] static Result<SocketFile> listen(const QString &path);

    SocketFile() = default;
    ~SocketFile();
    SocketFile(SocketFile &&other) noexcept;
    SocketFile &operator=(SocketFile &&other) noexcept;

    [[nodiscard]] QString path() const { return m_path; }
    //! \brief Hands over the listening socket; from then on the receiver closes it.
    [[nodiscard]] int takeDescriptor();
    //! \brief Removes the file, if it still is ours.
    void remove();

private:
    QString m_path;
    int m_descriptor = -1;
    dev_t m_device = 0;
    ino_t m_inode = 0;
};

//! \brief True if the process at the other end of \a descriptor runs as our own user.
[[nodiscard]] bool isSameUser(qintptr descriptor);

} // namespace Cordial::Telemetry
