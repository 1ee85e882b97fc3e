"""The window's language: English as written in the source, or a translation with Qt's own texts."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from engine.system.paths import RESOURCES

LANGUAGES: dict[str, str] = {"en": "English", "zh_CN": "简体中文"}  # each by its own name
FOLDER = RESOURCES / "translations"

_installed: list[QTranslator] = []


def chosen_language(setting: str) -> str:
    """The language for a setting; the system's when it is empty, English when that is not here."""
    if setting in LANGUAGES:
        return setting
    return "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"


def install_language(setting: str) -> None:
    """Have every text made from now on be in the chosen language."""
    language = chosen_language(setting)
    for translator in _installed:
        QCoreApplication.removeTranslator(translator)
    _installed.clear()
    QLocale.setDefault(QLocale(language))
    if language == "en":
        return
    _load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    _load(f"modelyard_{language}", str(FOLDER))


def _load(name: str, folder: str) -> None:
    translator = QTranslator()
    if translator.load(name, folder):
        QCoreApplication.installTranslator(translator)
        _installed.append(translator)
