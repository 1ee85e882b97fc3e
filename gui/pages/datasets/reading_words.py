"""How a file was read, in words: its format, and of each setting what was used."""

from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from engine.schema.reading import Reading

translate = QCoreApplication.translate

_FORMATS = {
    "delimited": QT_TRANSLATE_NOOP("Reading", "Delimited table"),
    "text": QT_TRANSLATE_NOOP("Reading", "Plain text"),
    "json_lines": QT_TRANSLATE_NOOP("Reading", "JSON lines"),
    "json": QT_TRANSLATE_NOOP("Reading", "JSON"),
    "parquet": QT_TRANSLATE_NOOP("Reading", "Parquet"),
    "arrow": QT_TRANSLATE_NOOP("Reading", "Arrow"),
    "excel": QT_TRANSLATE_NOOP("Reading", "Excel"),
    "text_folder": QT_TRANSLATE_NOOP("Reading", "Folder of texts"),
    "image_folder": QT_TRANSLATE_NOOP("Reading", "Folder of images"),
    "image_table": QT_TRANSLATE_NOOP("Reading", "Images named by a table"),
    "dataset_folder": QT_TRANSLATE_NOOP("Reading", "Folder of a dataset"),
}
_SIGNS = {
    "\t": QT_TRANSLATE_NOOP("Reading", "tab"),
    " ": QT_TRANSLATE_NOOP("Reading", "space"),
    ",": QT_TRANSLATE_NOOP("Reading", "comma ,"),
    ";": QT_TRANSLATE_NOOP("Reading", "semicolon ;"),
    "|": QT_TRANSLATE_NOOP("Reading", "bar |"),
    ":": QT_TRANSLATE_NOOP("Reading", "colon :"),
    ".": QT_TRANSLATE_NOOP("Reading", "point ."),
    '"': QT_TRANSLATE_NOOP("Reading", 'double "'),
    "'": QT_TRANSLATE_NOOP("Reading", "single '"),
    "none": QT_TRANSLATE_NOOP("Reading", "no quotes"),
}
DELIMITERS = (",", ";", "\t", "|", " ", ":")


def format_words(name: str) -> str:
    return translate("Reading", _FORMATS.get(name, name))


def setting_words(name: str, value: Any) -> str:
    """The value of one setting; what is not known is “–”."""
    match name, value:
        case _, None:
            return "–"
        case "format", _:
            return format_words(value)
        case (("delimiter" | "quote" | "decimal"), _):
            return translate("Reading", _SIGNS[value]) if value in _SIGNS else f"“{value}”"
        case _, bool():
            return translate("Reading", "yes") if value else translate("Reading", "no")
        case "missing", _:
            return ", ".join(word for word in value if word) or translate("Reading", "none")
    return str(value)


def reading_words(reading: Reading) -> dict[str, str]:
    """What was used, by setting; the format first. Settings that the format does not have are left out."""
    names = ("format", "delimiter", "quote", "decimal", "encoding", "header", "day_first", "sheet")
    values = {name: getattr(reading, name) for name in names}
    return {name: setting_words(name, value) for name, value in values.items() if value is not None}
