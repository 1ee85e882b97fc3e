"""Texts in one form: the same for a column of training and for a request."""

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine.data.rows.steps.base import ValueStep, with_columns
from engine.data.table import Table
from engine.schema.step_spec import NormaliseTextStep

# Each is read from left to right once, however the text is made: requests come from strangers.
_TAG = re.compile(r"<[!/?]?[a-zA-Z-][^<>]*>")
_WEB = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_MAIL = re.compile(r"(?<!\S)[^\s@]+@[^\s@]+\.[^\s@]+")


@dataclass(frozen=True)
class NormaliseText(ValueStep):
    """What is done to each text of these columns. A text of which nothing is left is missing."""

    step: ClassVar[str] = "normalise_text"
    columns: tuple[str, ...]
    unicode: bool
    lower: bool
    spaces: bool
    html: bool
    urls: bool

    @classmethod
    def of(cls, spec: NormaliseTextStep, columns: tuple[str, ...]) -> "NormaliseText":
        return cls(columns, spec.unicode, spec.lower, spec.spaces, spec.html, spec.urls)

    def apply(self, table: Table) -> Table:
        names = [name for name in self.columns if name in table.columns]
        return with_columns(table, {name: self._column(table.columns[name]) for name in names})

    def text(self, text: str) -> str:
        """One text; nothing may be left of it."""
        if self.html:
            text = html.unescape(_TAG.sub(" ", text))
        if self.urls:
            text = _MAIL.sub(" ", _WEB.sub(" ", text))
        if self.unicode:
            text = unicodedata.normalize("NFKC", text)
        if self.lower:
            text = text.lower()
        return " ".join(text.split()) if self.spaces else text

    def _column(self, column: np.ndarray) -> np.ndarray:
        known = {text: self.text(text) or None for text in _different(column)}
        normal = np.empty(len(column), dtype=object)
        normal[:] = [None if text is None else known[text] for text in column]
        return normal


def _different(column: np.ndarray) -> Iterable[str]:
    return {text for text in column if text is not None}
