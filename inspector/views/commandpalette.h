// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/theme.h"

#include <QFrame>
#include <QKeySequence>
#include <QPointer>

#include <functional>

class QLineEdit;
class QListWidget;

namespace Cordial::Inspector {

//! \brief A list to type into, over the window: commands, or hosts to attach to. Not modal: Esc or
//! a click elsewhere closes it and the focus goes back to where it was.
class CommandPalette : public QFrame
{
    Q_OBJECT

public:
    struct Entry
    {
        QString text;
        QString note; //!< a shortcut, a state
        std::function<void()> run;
    };

    CommandPalette(const Theme &theme, QWidget *window);

    //! \brief Opens with \a entries. \a free, if given, runs with the typed text when nothing fits.
    void open(QList<Entry> entries, const QString &placeholder,
              std::function<void(const QString &)> free = {});
    [[nodiscard]] QLineEdit *field() const { return m_field; }
    [[nodiscard]] QListWidget *list() const { return m_list; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void filter(const QString &text);
    void runCurrent();
    void closeAndReturn();
    void place();

    const Theme &m_theme;
    QLineEdit *m_field;
    QListWidget *m_list;
    QList<Entry> m_entries;
    std::function<void(const QString &)> m_free;
    QPointer<QWidget> m_before;
};

//! \brief How well \a text answers \a query: its letters in order, better at word starts and in
//! one piece; -1 if they do not occur.
[[nodiscard]] int matchScore(QStringView query, QStringView text);

} // namespace Cordial::Inspector
