"""The two families the window is set in: Inter for words, JetBrains Mono for code, paths and ids."""

from PySide6.QtGui import QFont, QFontDatabase

from engine.system.paths import RESOURCES
from gui.theme.tokens import BODY, KEY

WORDS = (
    "Inter", "Inter Variable", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei UI", "PingFang SC", "sans-serif",
)  # fmt: skip
MONO = ("JetBrains Mono", "Noto Sans Mono CJK SC", "Consolas", "Menlo", "monospace")


def load_fonts() -> None:
    """Make the bundled families known to Qt. Without them the system's faces stand in."""
    for path in sorted((RESOURCES / "fonts").glob("*.[to]tf")):
        QFontDatabase.addApplicationFont(str(path))


def words(pixels: int = BODY, weight: QFont.Weight = QFont.Weight.Normal, tabular: bool = False) -> QFont:
    """The face of all text. Tabular figures keep changing numbers from trembling."""
    return _font(WORDS, pixels, weight, tabular)


def mono(pixels: int = BODY - 1) -> QFont:
    """The face of code, paths and ids."""
    return _font(MONO, pixels, QFont.Weight.Normal, tabular=False)


def key_number() -> QFont:
    """The face of the few numbers a page is about."""
    return words(KEY, QFont.Weight.DemiBold, tabular=True)


def _font(families: tuple[str, ...], pixels: int, weight: QFont.Weight, tabular: bool) -> QFont:
    font = QFont()
    font.setFamilies(list(families))
    font.setPixelSize(pixels)
    font.setWeight(weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font
