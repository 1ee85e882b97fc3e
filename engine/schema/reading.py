"""How a file is read into rows: what a person may say about it, and what the import used."""

from typing import Literal

from pydantic import Field

from engine.schema.base import Record, Spec

Encoding = Literal[
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252", "cp1250", "cp1251",
    "koi8-r", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
]  # fmt: skip
Format = Literal[
    "delimited", "text", "json_lines", "json", "parquet", "arrow", "excel",
    "text_folder", "image_folder", "image_table", "dataset_folder",
]  # fmt: skip


class ReadingOptions(Spec):
    """What a person says about a file; what is left open is found out."""

    delimiter: str | None = Field(
        None,
        pattern=r'^[^\n\r"\x00]$',
        title="Delimiter",
        description="The character between columns; found in the first lines when left open.",
    )
    quote: Literal['"', "'", "none"] | None = Field(
        None, title="Quote", description="The character around values that hold the delimiter."
    )
    encoding: Encoding | None = Field(
        None, title="Encoding", description="How the file's bytes are letters; found out when left open."
    )
    decimal: Literal[".", ","] | None = Field(
        None, title="Decimal sign", description="The sign before the fraction of a number."
    )
    header: bool | None = Field(
        None, title="Header", description="Whether the first row holds the names of the columns."
    )
    day_first: bool | None = Field(
        None, title="Day first", description="Whether 1/2/2024 is the first of February."
    )
    missing: tuple[str, ...] | None = Field(
        None,
        max_length=50,
        title="Missing words",
        description="Words that stand for a missing value, besides an empty one.",
    )
    sheet: str | None = Field(
        None,
        min_length=1,
        max_length=100,
        title="Sheet",
        description="Which sheet of a workbook; the first one when left open.",
    )


class Reading(Record):
    """What an import used: asked for or found out; None where a format has no such thing."""

    format: Format = "delimited"
    delimiter: str | None = None
    quote: str | None = None
    encoding: str | None = None
    decimal: str | None = None
    header: bool | None = None
    day_first: bool | None = None
    missing: tuple[str, ...] | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()  # that a workbook has
