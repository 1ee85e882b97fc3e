"""``python -m gui.i18n.update``: gathers every text of the window into the translation, and compiles it.

Texts come from the window's source, and from the schema: its titles and descriptions (context
“Schema”), its problems and check items (context “Problem”). New ones wait in the .ts file for words.
"""

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path

import yaml

from engine.schema.api import NewKey
from engine.schema.reading import ReadingOptions
from engine.schema.sampling import SamplingSpec
from engine.schema.search_spec import SearchSpec
from engine.schema.serve import ServedSpec, ServeSpec
from engine.schema.sweep_spec import SweepSpec
from engine.schema.train import TrainSpec
from engine.schema.wording import CHECK_ITEMS, COLUMN_REASONS, WORDING
from engine.system.paths import RESOURCES, ROOT
from gui.forms.fields import texts_of

_SPECS = (TrainSpec, ServeSpec, ServedSpec, NewKey, SamplingSpec, SweepSpec, SearchSpec, ReadingOptions)
CATALOGUE = RESOURCES / "translations" / "modelyard_zh_CN.ts"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        gather([*sorted((ROOT / "gui").rglob("*.py")), schema_sources(Path(folder))], CATALOGUE)
    _run("pyside6-lrelease", str(CATALOGUE), "-qm", str(CATALOGUE.with_suffix(".qm")))
    missing = untranslated(CATALOGUE)
    for context, text in missing:
        print(f"{context}: {text}")
    print(f"{len(missing)} texts without a translation", file=sys.stderr)
    return 1 if missing else 0


def gather(sources: Iterable[Path], catalogue: Path) -> None:
    """Bring the catalogue up to the sources; words that are there stay, texts that went go."""
    options = ("-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language", "zh_CN")
    _run("pyside6-lupdate", *options, *(str(path) for path in sources), "-ts", str(catalogue))


def schema_sources(folder: Path) -> Path:
    """The schema's texts as a source file that lupdate can read."""
    path = folder / "schema_texts.py"
    path.write_text(_as_source(schema_texts()))
    return path


def schema_texts() -> set[tuple[str, str]]:
    """(context, text) of all that the schema and the recipes say."""
    texts = {("Schema", text) for schema in _SPECS for text in texts_of(schema)}
    for path in (RESOURCES / "recipes").glob("*.yaml"):
        recipe = yaml.safe_load(path.read_text())
        texts |= {("Schema", recipe[key]) for key in ("title", "description")}
    texts |= {("Problem", text) for wording in WORDING.values() for text in wording if text}
    return texts | {("Problem", text) for said in (CHECK_ITEMS, COLUMN_REASONS) for text in said.values()}


def untranslated(catalogue: Path) -> list[tuple[str, str]]:
    """(context, text) of every text of a catalogue that has no words yet."""
    missing = []
    for context in ET.parse(catalogue).getroot().iter("context"):  # noqa: S314 (our own file)
        for message in context.iter("message"):
            words = message.find("translation")
            if words is None or words.get("type") == "unfinished" or not "".join(words.itertext()).strip():
                missing.append((context.findtext("name", ""), message.findtext("source", "")))
    return missing


def _as_source(texts: set[tuple[str, str]]) -> str:
    return "\n".join(
        f"QCoreApplication.translate({_quoted(context)}, {_quoted(text)})" for context, text in sorted(texts)
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _run(tool: str, *arguments: str) -> None:
    beside = Path(sys.executable).with_name(tool)
    subprocess.run(
        [str(beside if beside.exists() else tool), *arguments], check=True, stdout=subprocess.DEVNULL
    )


if __name__ == "__main__":
    sys.exit(main())
