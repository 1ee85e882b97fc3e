"""The colours of both themes, by meaning. Nothing else in the window names a colour."""

from dataclasses import dataclass

GAP = 14  # between cards
CONTROL_HEIGHT = 32
CONTROL_RADIUS = 7
CARD_RADIUS = 10
CARD_PADDING = 13
BODY, CAPTION, TITLE, KEY = 13, 12, 19, 20  # font sizes in pixels


@dataclass(frozen=True)
class Tokens:
    """One theme. Fields are ``#rrggbb``."""

    name: str
    window: str
    panel: str
    raised: str
    line: str
    text: str
    dim: str
    faint: str
    accent: str
    good: str
    warning: str
    bad: str
    series: tuple[str, ...]
    on_accent: str = "#ffffff"

    @property
    def tint(self) -> str:
        """The accent's quiet background: the chosen row, the current page."""
        return mix(self.accent, self.panel, 0.19 if self.name == "dark" else 0.11)

    @property
    def hover(self) -> str:
        return mix(self.text, self.raised, 0.06)

    @property
    def accent_hover(self) -> str:
        return mix(self.on_accent, self.accent, 0.10)

    @property
    def accent_down(self) -> str:
        return mix("#000000", self.accent, 0.14)

    @property
    def handle(self) -> str:
        """Scroll bar handles."""
        return mix(self.dim, self.panel, 0.45)

    @property
    def violet(self) -> str:
        return self.series[3]

    @property
    def orange(self) -> str:
        return self.series[1]

    def colour(self, name: str) -> str:
        """A token by name: ``accent``, ``good``, ``series2`` (counted from 1) … or ``#rrggbb`` itself."""
        if name.startswith("#"):
            return name
        if name.startswith("series"):
            return self.series[(int(name[6:]) - 1) % len(self.series)]
        return getattr(self, name)


def mix(over: str, under: str, share: float) -> str:
    """``over`` laid on ``under`` with the opacity ``share``."""
    pairs = ((int(over[i : i + 2], 16), int(under[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


DARK = Tokens(
    name="dark",
    window="#0f1216",
    panel="#161b22",
    raised="#1c232c",
    line="#262f3a",
    text="#e6ebf1",
    dim="#8b97a6",
    faint="#5b6675",
    accent="#4c8dff",
    good="#3fb871",
    warning="#e0a33a",
    bad="#e5605e",
    series=("#4c8dff", "#f2994a", "#3fb871", "#b57bee", "#e5605e"),
)

LIGHT = Tokens(
    name="light",
    window="#f5f7fa",
    panel="#ffffff",
    raised="#f0f3f7",
    line="#dde3ea",
    text="#1b2430",
    dim="#5d6a7a",
    faint="#93a0b0",
    accent="#2166e0",
    good="#1f8f52",
    warning="#b87a12",
    bad="#c9403e",
    series=("#2166e0", "#d97b1f", "#1f8f52", "#8a4fd0", "#c9403e"),
)
