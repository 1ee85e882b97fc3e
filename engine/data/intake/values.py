"""What a word in a column can mean: missing, a number, a date, true or false. Arrow arrays in, Arrow arrays out.

A column has one form for all its values; the first in ``FORMS`` that fits every value is taken. Spaces around a
value are not part of it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from engine.schema.card import ColumnKind

MISSING = ("", "NA", "N/A", "#N/A", "NaN", "nan", "null", "NULL", "None", "?")
_HEAD = 200
_MANY_FORMS = 4
_MISSING_SET = pa.array(MISSING)
_MISSING_WORDS = frozenset(MISSING)
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)*|[.,]\d+)([eE][+-]?\d+)?")
_CODE = r"^[+-]?(0[\dxX]|\d{19})"  # 007 is a code, not the number 7; 19 digits do not fit an integer
_CODE_LENGTH = 19


@dataclass(frozen=True)
class Form:
    """One way to read the words of a column; ``read`` raises ArrowInvalid when a word does not fit."""

    name: str
    kind: ColumnKind
    type: pa.DataType
    read: Callable[[pa.Array], pa.Array]


def is_missing_word(word: str) -> bool:
    return word in _MISSING_WORDS


def is_number_word(word: str) -> bool:
    return bool(_NUMBER.fullmatch(word))


def missing_set(words: tuple[str, ...] | None) -> pa.Array:
    """The words that say “missing”: the usual ones, or those a person named besides the empty one."""
    return _MISSING_SET if words is None else pa.array(["", *words], pa.string())


def without_missing(words: pa.Array, missing: pa.Array = _MISSING_SET) -> pa.Array:
    """Trimmed words, with null for each that says “missing”."""
    trimmed = pc.utf8_trim_whitespace(words)
    absent = pc.is_in(trimmed, value_set=missing)
    if not pc.any(absent).as_py():
        return trimmed
    return pc.if_else(absent, pa.scalar(None, trimmed.type), trimmed)


def _read_whole(words: pa.Array) -> pa.Array:
    return pc.cast(_without_codes(_without_plus(words)), pa.int64())


def _read_decimal(words: pa.Array) -> pa.Array:
    return pc.cast(_without_codes(_without_plus(words)), pa.float64())


def _read_grouped(words: pa.Array) -> pa.Array:
    """1,234.5"""
    _need(words, r"^[^,]*$|^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$")
    return _read_decimal(pc.replace_substring(words, ",", ""))


def _read_comma(words: pa.Array) -> pa.Array:
    """1.234,5"""
    _need(words, r"^[+-]?(\d{1,3}(\.\d{3})+|\d*)(,\d*)?([eE][+-]?\d+)?$")
    return _read_decimal(pc.replace_substring(pc.replace_substring(words, ".", ""), ",", "."))


def _read_boolean(words: pa.Array) -> pa.Array:
    lower = pc.ascii_lower(words)
    _need(lower, "^(true|false)$")
    return pc.equal(lower, "true")


def _read_iso(words: pa.Array) -> pa.Array:
    _need(words, r"^[1-9]\d{3}-\d\d-\d\d")
    return pc.cast(words, pa.timestamp("us"))


def _read_zoned(words: pa.Array) -> pa.Array:
    _need(words, r"^[1-8]\d{3}-\d\d-\d\d")  # 9999 could leave the years that Python knows
    return pc.cast(pc.cast(words, pa.timestamp("us", "UTC")), pa.timestamp("us"))


def _read_parts(order: str, sign: str) -> Callable[[pa.Array], pa.Array]:
    """Dates written with other signs or in another order, with a time behind or not."""
    digits = {"y": r"(?P<y>[1-9]\d{3})", "m": r"(?P<m>\d{1,2})", "d": r"(?P<d>\d{1,2})"}
    date = re.escape(sign).join(digits[part] for part in order)
    pattern = f"^{date}(?:[ T](?P<t>\\d{{1,2}}:\\d\\d(?::\\d\\d(?:\\.\\d{{1,6}})?)?))?$"

    def read(words: pa.Array) -> pa.Array:
        parts = pc.extract_regex(words, pattern)
        if parts.null_count > words.null_count:
            raise pa.ArrowInvalid("not a date of this form")
        year, month, day, time = (pc.struct_field(parts, part) for part in "ymdt")
        month, day = (pc.utf8_lpad(part, 2, "0") for part in (month, day))
        clock = pc.utf8_lpad(pc.if_else(pc.equal(time, ""), "00:00", time), 5, "0")
        clock = pc.if_else(
            pc.match_substring_regex(clock, r"^\d:"), pc.binary_join_element_wise("0", clock, ""), clock
        )
        iso = pc.binary_join_element_wise(pc.binary_join_element_wise(year, month, day, "-"), clock, "T")
        return pc.cast(iso, pa.timestamp("us"))

    return read


_TIME = pa.timestamp("us")
FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        Form("whole", "number", pa.int64(), _read_whole),
        Form("decimal", "number", pa.float64(), _read_decimal),
        Form("grouped", "number", pa.float64(), _read_grouped),
        Form("comma", "number", pa.float64(), _read_comma),
        Form("boolean", "boolean", pa.bool_(), _read_boolean),
        Form("iso", "date", _TIME, _read_iso),
        Form("zoned", "date", _TIME, _read_zoned),
        Form("y/m/d", "date", _TIME, _read_parts("ymd", "/")),
        Form("y.m.d", "date", _TIME, _read_parts("ymd", ".")),
        Form("m/d/y", "date", _TIME, _read_parts("mdy", "/")),
        Form("d/m/y", "date", _TIME, _read_parts("dmy", "/")),
        Form("d.m.y", "date", _TIME, _read_parts("dmy", ".")),
        Form("d-m-y", "date", _TIME, _read_parts("dmy", "-")),
    )
}
WORDS = Form("words", "category", pa.string(), lambda words: words)
DATE_FORMS = tuple(name for name, form in FORMS.items() if form.kind == "date")


def forms_for(decimal: str | None, day_first: bool | None) -> tuple[str, ...]:
    """The forms that words may have when a person said which sign is decimal, or that days come first."""
    out = {",": ("decimal", "grouped"), ".": ("comma",)}.get(decimal or "", ())
    out += {True: ("m/d/y",), False: ("d/m/y",), None: ()}[day_first]
    return tuple(name for name in FORMS if name not in out)


class FormGuess:
    """The forms still possible for a column, batch after batch. A form that fails once is out for good."""

    def __init__(self, names: tuple[str, ...] = tuple(FORMS)) -> None:
        self._alive = list(names)
        self._seen = False

    def see(self, words: pa.Array) -> None:
        """Narrow the forms by these words (null where missing)."""
        if words.null_count == len(words):
            return
        self._seen = True
        if len(self._alive) > _MANY_FORMS and len(words) > _HEAD:
            self._narrow(words.slice(0, _HEAD).drop_null())  # most forms fail on the first values
        self._narrow(words)

    def _narrow(self, words: pa.Array) -> None:
        if not self._alive or not len(words):
            return
        if (number := self._number_of(words)) is not None:
            # What fits a narrow form of number fits the wider ones, save that a point is no decimal comma.
            kept = {"whole": ("whole", "decimal", "grouped", "comma"), "decimal": ("decimal", "grouped")}
            self._keep(kept[number])
            return
        self._keep(name for name in self._alive if name not in ("whole", "decimal") and _fits(name, words))

    def chosen(self, semicolons: bool = False) -> Form | None:
        """The form of the column; None when it holds nothing. With semicolons between columns, a comma is decimal."""
        if not self._seen:
            return None
        if semicolons and "comma" in self._alive and self._alive[0] in ("grouped", "comma"):
            return FORMS["comma"]
        return FORMS[self._alive[0]] if self._alive else WORDS

    @property
    def is_ambiguous_date(self) -> bool:
        """Every day and month could be swapped."""
        return self._seen and "m/d/y" in self._alive and "d/m/y" in self._alive

    def _number_of(self, words: pa.Array) -> str | None:
        return next(
            (name for name in ("whole", "decimal") if name in self._alive and _fits(name, words)), None
        )

    def _keep(self, names: object) -> None:
        wanted = set(names)  # type: ignore[call-overload]
        self._alive = [name for name in self._alive if name in wanted]


def _fits(name: str, words: pa.Array) -> bool:
    try:
        FORMS[name].read(words)
    except pa.ArrowInvalid:
        return False
    return True


def _need(words: pa.Array, pattern: str) -> None:
    if pc.all(pc.match_substring_regex(words, pattern)).as_py() is False:  # None: there are no words
        raise pa.ArrowInvalid("a word does not fit")


def _without_plus(words: pa.Array) -> pa.Array:
    if pc.any(pc.starts_with(words, "+")).as_py():
        return pc.replace_substring_regex(words, r"^\+(\d|\.)", r"\1")
    return words


def _without_codes(words: pa.Array) -> pa.Array:
    if (pc.max(pc.binary_length(words)).as_py() or 0) >= _CODE_LENGTH:
        _refuse(words, _CODE)
    for start in ("0", "-0", "+0"):  # the pattern is asked of these alone: it takes ten times as long
        leading = pc.starts_with(words, start)
        if pc.any(leading).as_py():
            _refuse(words.filter(leading), _CODE)
    return words


def _refuse(words: pa.Array, pattern: str) -> None:
    if pc.any(pc.match_substring_regex(words, pattern)).as_py():
        raise pa.ArrowInvalid("codes are words")
