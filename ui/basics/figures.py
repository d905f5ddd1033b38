"""Figures with their units, as people say them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

translate = QCoreApplication.translate


def number(count: int) -> str:
    """Say a whole number."""
    return QLocale().toString(count)


def files(count: int) -> str:
    """Say how many files."""
    return translate("Figures", "1 file") if count == 1 else translate("Figures", "{n} files").format(n=number(count))


def pages(count: int) -> str:
    """Say how many pages."""
    return translate("Figures", "1 page") if count == 1 else translate("Figures", "{n} pages").format(n=number(count))


def about_pages(count: int) -> str:
    """Say how many pages, as exactly as an estimate deserves: two digits, where there are more."""
    step = 10 ** max(0, len(str(count)) - 2)
    rounded = round(count / step) * step
    return pages(count) if rounded == count else translate("Figures", "about {n} pages").format(n=number(rounded))


def documents(count: int) -> str:
    """Say how many documents."""
    return (
        translate("Figures", "1 document")
        if count == 1
        else translate("Figures", "{n} documents").format(n=number(count))
    )


def percent(share: float) -> str:
    """Say a share, 0..1, in whole percent; less than everything is never 100 %."""
    return translate("Figures", "{n} %").format(n=number(int(100 * share)))


def exact_percent(share: float) -> str:
    """Say a measured share, 0..1, in percent with three digits."""
    return translate("Figures", "{n} %").format(n=QLocale().toString(100.0 * share, "g", 3))


def exact_size(bytes_: float) -> str:
    """Say a size that is compared with others, byte by byte."""
    return translate("Figures", "{n} bytes").format(n=number(round(bytes_)))


def size(bytes_: float) -> str:
    """Say a size on disk."""
    return QLocale().formattedDataSize(int(bytes_), 0, QLocale.DataSizeFormat.DataSizeSIFormat)


def duration(seconds: float) -> str:
    """Say how long something takes."""
    if seconds < 60:
        return translate("Figures", "{n} s").format(n=number(max(1, round(seconds))))
    minutes = round(seconds / 60)
    if minutes < 60:
        return translate("Figures", "{n} min").format(n=number(minutes))
    hours = round(minutes / 60)
    if hours > 48:
        return translate("Figures", "{n} days").format(n=number(round(hours / 24)))
    return translate("Figures", "{h} h {m} min").format(h=number(minutes // 60), m=number(minutes % 60))


def rate(pages_per_s: float) -> str:
    """Say how fast pages are read."""
    digits = 0 if pages_per_s >= 10 else 1 if pages_per_s >= 1 else 2
    return translate("Figures", "{n} pages/s").format(n=QLocale().toString(pages_per_s, "f", digits))
