# SPDX-License-Identifier: Apache-2.0
"""Moments in words: today by the clock, other days by date."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt


def when(at: str) -> str:
    """ "14:10" for today, "2 Nov, 14:10" for this year, else with the year; local time from a UTC text."""
    moment = QDateTime.fromString(at, Qt.DateFormat.ISODate).toLocalTime()
    if not moment.isValid():
        return at
    locale, today = QLocale.system(), QDateTime.currentDateTime()
    clock = locale.toString(moment.time(), "HH:mm")
    if moment.date() == today.date():
        return QCoreApplication.translate("times", "today, {0}").format(clock)
    form = "d MMM" if moment.date().year() == today.date().year() else "d MMM yyyy"
    return f"{locale.toString(moment.date(), form)}, {clock}"
