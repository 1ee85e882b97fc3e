"""Amounts as people read them: a number always with its unit, in the window's language."""

import time

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

UNKNOWN = "–"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Amounts", text)


def size(count: float | None) -> str:
    """Bytes: 512 B, 61 MiB, 17.4 GiB."""
    value, unit = size_parts(count)
    return f"{value} {unit}".strip()


def size_parts(count: float | None) -> tuple[str, str]:
    """The number and the unit of a size, for key numbers."""
    if count is None:
        return UNKNOWN, ""
    value = float(count)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if abs(value) < 1023.5:
            return _short(value, whole=unit == "B"), unit
        value /= 1024
    return _short(value), "TiB"


def rate(count: float | None) -> str:
    """Bytes per second."""
    return UNKNOWN if count is None else f"{size(count)}/s"


def number(value: float | None) -> str:
    """A count with its thousands set apart: 84 210."""
    return UNKNOWN if value is None else f"{round(value):,}".replace(",", "\u202f")


def short_number(value: float | None) -> str:
    """A large count in few figures: 41.2k, 12.6M."""
    if value is None:
        return UNKNOWN
    for limit, letter in ((1e9, "B"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= limit:
            return _short(value / (limit if letter != "k" else 1e3)) + letter
    return number(value) if abs(value) >= 100 or float(value).is_integer() else _short(value)


def speed(value: float | None, units: str) -> str:
    """Rows or tokens per second: 41.2k tok/s; nothing where it is not known."""
    if value is None:
        return ""
    words = {
        "tokens": QT_TRANSLATE_NOOP("Amounts", "{0} tok/s"),
        "rows": QT_TRANSLATE_NOOP("Amounts", "{0} rows/s"),
    }
    return _tr(words.get(units, "{0} " + units + "/s")).format(short_number(value))


def flops(value: float | None) -> str:
    """Floating-point operations per second: 1.9 TFLOP/s."""
    if value is None:
        return UNKNOWN
    for limit, letter in ((1e15, "P"), (1e12, "T"), (1e9, "G")):
        if value >= limit:
            return f"{_short(value / limit)} {letter}FLOP/s"
    return f"{_short(value / 1e6)} MFLOP/s"


def energy(joules: float | None) -> str:
    """0.61 kWh, 12.4 Wh, 820 J."""
    value, unit = energy_parts(joules)
    return f"{value} {unit}".strip()


def energy_parts(joules: float | None) -> tuple[str, str]:
    """The number and the unit of an energy, for key numbers."""
    if joules is None:
        return UNKNOWN, ""
    for limit, unit in ((3.6e5, "kWh"), (3.6e3, "Wh")):
        if joules >= limit:
            value = joules / (3.6e6 if unit == "kWh" else 3.6e3)
            return f"{value:.3g}", unit
    return f"{joules:.3g}" if joules < 100 else number(joules), "J"


def figure(value: float | None, digits: int = 4) -> str:
    """A measured value to a few figures: 1.184, 2.1e-05."""
    if value is None:
        return UNKNOWN
    return f"{value:.{digits}g}"


def percent(value: float | None, digits: int = 0) -> str:
    """A percentage that already counts in percent."""
    return UNKNOWN if value is None else f"{value:.{digits}f} %"


def share(value: float | None, digits: int = 0) -> str:
    """A share of 1 as a percentage."""
    return percent(None if value is None else value * 100, digits)


def duration(seconds: float | None) -> str:
    """A time span in its two largest units: 216 ms, 14 min, 3 h 5 min."""
    if seconds is None:
        return UNKNOWN
    if seconds < 1:
        return _tr(QT_TRANSLATE_NOOP("Amounts", "{0} ms")).format(round(seconds * 1000))
    if seconds < 10:
        return _tr(QT_TRANSLATE_NOOP("Amounts", "{0} s")).format(f"{seconds:.1f}")
    if seconds < 60:
        return _tr(QT_TRANSLATE_NOOP("Amounts", "{0} s")).format(round(seconds))
    minutes = round(seconds / 60)
    if minutes < 60:
        return _tr(QT_TRANSLATE_NOOP("Amounts", "{0} min")).format(minutes)
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return (
            _tr(QT_TRANSLATE_NOOP("Amounts", "{0} h {1} min")).format(hours, minutes)
            if minutes
            else _tr(QT_TRANSLATE_NOOP("Amounts", "{0} h")).format(hours)
        )
    days, hours = divmod(hours, 24)
    return (
        _tr(QT_TRANSLATE_NOOP("Amounts", "{0} d {1} h")).format(days, hours)
        if hours and days < 7
        else _tr(QT_TRANSLATE_NOOP("Amounts", "{0} d")).format(days)
    )


def ago(moment: float | None, now: float | None = None) -> str:
    """How long ago a moment was."""
    if moment is None:
        return UNKNOWN
    seconds = max(0.0, (time.time() if now is None else now) - moment)
    return (
        _tr(QT_TRANSLATE_NOOP("Amounts", "just now"))
        if seconds < 45
        else _tr(QT_TRANSLATE_NOOP("Amounts", "{0} ago")).format(duration(seconds))
    )


def moment(time_of: float | None) -> str:
    """A date and time that sorts and reads the same in every language: 2026-11-23 22:31."""
    return UNKNOWN if time_of is None else time.strftime("%Y-%m-%d %H:%M", time.localtime(time_of))


def _short(value: float, whole: bool = False) -> str:
    return f"{value:.0f}" if whole or abs(value) >= 100 else f"{value:.1f}".removesuffix(".0")
