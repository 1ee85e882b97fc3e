"""Both themes can be read, and every colour and icon that the style sheet names is there."""

import re
from pathlib import Path

import pytest

from gui.theme.stylesheet import stylesheet
from gui.theme.tokens import DARK, LIGHT, Tokens


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_text_stands_out_from_every_ground(tokens: Tokens):
    for ground in (tokens.window, tokens.panel, tokens.raised, tokens.tint):
        assert contrast(tokens.text, ground) > 7
        assert contrast(tokens.dim, ground) > 4.4


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_every_icon_of_the_style_sheet_exists(tokens: Tokens):
    for path in re.findall(r"url\(([^)]+)\)", stylesheet(tokens)):
        assert Path(path).exists(), path
