"""Numbers as people read them, each with its unit."""

NARROW = "\u202f"  # a thin space that does not break: 84 210


def say_count(value: float | None) -> str:
    """A whole number in groups of three: 84 210."""
    return "–" if value is None else f"{round(value):,}".replace(",", NARROW)


def say_large(value: float | None) -> str:
    """A large count in short: 12.6 M."""
    if value is None:
        return "–"
    for limit, letter in ((1e9, "B"), (1e6, "M")):
        if value >= limit:
            return f"{value / limit:.1f}{NARROW}{letter}"
    return say_count(value)


def say_bytes(value: float | None) -> str:
    """Bytes in decimal units, as disks and memory are sold: 61 MB."""
    if value is None:
        return "–"
    for limit, unit in ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if value >= limit:
            shown = value / limit
            return f"{shown:.0f} {unit}" if shown >= 100 else f"{shown:.1f} {unit}"
    return f"{value:.0f} B"


def say_number(value: float | None) -> str:
    """Any number in at most four figures: 0.001234, 152.1, 1.2e-07."""
    if value is None:
        return "–"
    if value == 0 or 1e-4 <= abs(value) < 1e6:
        return f"{value:.4g}" if abs(value) < 1e4 else say_count(value)
    return f"{value:.3g}"


def say_share(value: float | None) -> str:
    """A share of 0…1 in percent; a trace is said as one."""
    if value is None:
        return "–"
    percent = value * 100
    return "< 0.1 %" if 0 < percent < 0.1 else f"{percent:.1f} %" if percent % 1 else f"{percent:.0f} %"
