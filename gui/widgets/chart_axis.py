"""Where an axis has its marks and how they are written. Numbers in, numbers and text out; no Qt."""

import itertools
import math

THIN = "\u202f"  # narrow no-break space between thousands


def linear_ticks(low: float, high: float, wanted: int) -> list[float]:
    """Round numbers within a range, about ``wanted`` of them."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return [low] if math.isfinite(low) else []
    step = nice_step((high - low) / max(wanted, 1))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(index * step, 12 - math.floor(math.log10(step))) for index in range(first, last + 1)]


def nice_step(rough: float) -> float:
    """The next of 1, 2, 2.5, 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * (1 - 1e-9))


def log_ticks(low: float, high: float, wanted: int) -> list[float]:
    """Powers of ten within a positive range; 2 and 5 between them when there is room, plain steps in less than a decade."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    stride = max(1, math.ceil((last - first) / max(wanted, 1)))
    for factors in ((1,), (1, 2, 5)):
        marks = [factor * 10.0**power for power in range(first, last + 1, stride) for factor in factors]
        inside = [mark for mark in marks if low * 0.999 <= mark <= high * 1.001]
        if len(inside) >= min(3, wanted):
            return inside
    return [mark for mark in linear_ticks(low, high, wanted) if mark > 0]


def nice_range(low: float, high: float, wanted: int, floor: float | None = None) -> tuple[float, float]:
    """A range whose ends are marks of the axis. ``floor`` holds the lower end when nothing lies below it."""
    if floor is not None and low >= floor:
        low = floor
    if high <= low:
        pad = abs(low) * 0.1 or 1.0
        low, high = (low if low == floor else low - pad), high + pad
    step = nice_step((high - low) / max(wanted, 1))
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step


def tick_text(value: float, ticks: list[float]) -> str:
    """One mark, with as many decimals as tell it from its neighbours: 0.5, 1 000, 30k, 2e-4."""
    largest = max(abs(tick) for tick in ticks)
    smallest = min((abs(tick) for tick in ticks if tick), default=1.0)
    decimals = max(_decimals(ticks), 1 if largest < 10 and len(ticks) > 1 else 0)
    if value == 0:
        return "0" if smallest < 1e-3 or largest >= 10_000 else f"{0:.{decimals}f}"
    if largest < 1e-3 or largest >= 1e9:
        return _scientific(value)
    if largest >= 10_000:
        return compact(value)
    if smallest < 1e-3:
        return _scientific(value)
    return thousands(value, _own_decimals(value) if _logarithmic(ticks) else decimals)


def thousands(value: float, decimals: int = 0) -> str:
    """1 234 567.8, with narrow spaces."""
    return f"{value:,.{decimals}f}".replace(",", THIN)


def compact(value: float) -> str:
    """30k, 1.5M: for numbers whose last digits nobody reads."""
    for size, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.4g}{unit}"
    return f"{value:.4g}"


def figure(value: float | None) -> str:
    """A measured number in four figures: 1.184, 41.2k, 2.000e-4; a dash when unknown."""
    if value is None or not math.isfinite(value):
        return "–"
    size = abs(value)
    if size and (size < 1e-3 or size >= 1e12):
        return _scientific(value, 2)
    if size >= 10_000:
        return f"{value / _unit(size)[0]:.3g}{_unit(size)[1]}"
    return f"{value:.{max(0, 3 - max(0, math.floor(math.log10(size)) if size else 0))}f}"


def clock(seconds: float, ticks: list[float]) -> str:
    """A mark of a time axis: 30 s, 2:30, 1:05:00."""
    if max(ticks, default=0.0) < 120:
        gap = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
        return f"{seconds:g} s" if gap < 1 else f"{seconds:.0f} s"
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    return f"{hours}:{minutes:02d}:{rest:02d}" if max(ticks) >= 3600 else f"{minutes}:{rest:02d}"


def _unit(size: float) -> tuple[float, str]:
    return next((pair for pair in ((1e9, "G"), (1e6, "M"), (1e3, "k")) if size >= pair[0]), (1.0, ""))


def _scientific(value: float, decimals: int | None = None) -> str:
    text = f"{value:.{decimals}e}" if decimals is not None else f"{value:.6e}"
    digits, power = text.split("e")
    if decimals is None and "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return f"{digits}e{int(power)}"


def _logarithmic(ticks: list[float]) -> bool:
    return len(ticks) > 2 and not math.isclose(ticks[1] - ticks[0], ticks[-1] - ticks[-2], rel_tol=1e-6)


def _own_decimals(value: float) -> int:
    return max(0, -math.floor(math.log10(abs(value)))) if abs(value) < 1 else 0


def _decimals(ticks: list[float]) -> int:
    if len(ticks) < 2:
        return 0 if not ticks or float(ticks[0]).is_integer() else 2
    gap = min(abs(b - a) for a, b in itertools.pairwise(ticks)) or 1.0
    for decimals in range(7):
        if abs(round(gap, decimals) - gap) < gap * 1e-6:
            return decimals
    return 6
