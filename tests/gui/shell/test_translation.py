"""Every text of the window has Chinese words, and placeholders survive translation."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest

from engine.system.paths import ROOT
from gui.i18n.update import CATALOGUE, gather, schema_sources, untranslated


@pytest.fixture(scope="module")
def gathered(tmp_path_factory):
    """The catalogue brought up to the sources as they are now, in a copy."""
    folder = tmp_path_factory.mktemp("catalogue")
    copy = folder / CATALOGUE.name
    copyfile(CATALOGUE, copy)
    gather([*sorted((ROOT / "gui").rglob("*.py")), schema_sources(folder)], copy)
    return copy


def test_no_text_lacks_its_chinese_words(gathered):
    assert untranslated(gathered) == []


def test_every_text_has_a_context(gathered):
    """A text without one is looked up under another name and never found."""
    assert [source for context, source, _ in messages(gathered) if not context] == []


def test_translations_keep_the_placeholders(gathered):
    wrong = [
        (source, words)
        for _, source, words in messages(gathered)
        if sorted(re.findall(r"{\w*}|%n", source)) != sorted(re.findall(r"{\w*}|%n", words))
    ]
    assert wrong == []


def test_the_compiled_catalogue_is_as_new_as_its_source(qapp):
    from PySide6.QtCore import QTranslator

    translator = QTranslator()
    assert translator.load(str(CATALOGUE.with_suffix(".qm")))
    stale = [
        source
        for context, source, words in messages(CATALOGUE)
        if translator.translate(context, source, "", 1) != words
    ]
    assert stale == []


def messages(catalogue: Path) -> Iterator[tuple[str, str, str]]:
    """(context, source, words) of every text."""
    for context in ET.parse(catalogue).getroot().iter("context"):  # noqa: S314 (our own file)
        for message in context.iter("message"):
            words = message.findtext("translation/numerusform") or message.findtext("translation", "")
            yield context.findtext("name", ""), message.findtext("source", ""), words
