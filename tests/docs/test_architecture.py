"""What the documents name is there: routes, folders, files, commands, scripts."""

import re
import runpy
from pathlib import Path

import pytest

from engine.api.app import ROUTES
from engine.schema import api, card, job, machine, plan, preview, report, serve
from engine.system.paths import ROOT, RunFiles

ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text()
DOCUMENTS = ("ARCHITECTURE.md", "README.md", "CONTRIBUTING.md")


def section(title: str) -> str:
    return ARCHITECTURE.split(f"## {title}\n")[1].split("\n## ")[0]


def documented_routes() -> set[tuple[str, str]]:
    """(method, path) of the table; `GET /a` · `/b` and `GET /a` · `POST` share what they leave out."""
    found = set()
    for row in re.findall(r"^\| (`.*?) \|", section("The engine over HTTP"), re.MULTILINE):
        method, path, base = "", "", ""
        for cell in re.findall(r"`([^`]*)`", row):
            verb, _, rest = cell.partition(" ")
            method = verb if verb.isupper() else method
            given = rest if verb.isupper() else verb
            if given.startswith("/v1"):
                path, base = given, given.rpartition("/")[0]
            elif given:
                path = base + given
            found.add((method, _plain(path)))
    return found


def served_routes() -> set[tuple[str, str]]:
    return {
        (method, _plain(route.path))
        for routes in ROUTES
        for route in routes.router.routes
        for method in route.methods
    }


def _plain(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path.partition("?")[0])


def test_the_table_of_routes_is_what_the_engine_answers():
    assert documented_routes() == served_routes()


def test_the_bodies_it_names_are_classes_of_the_schema():
    names = re.findall(r"\[([A-Z]\w+)\]", section("The engine over HTTP"))
    schema = {
        name for module in (api, card, job, machine, plan, preview, report, serve) for name in vars(module)
    }
    assert len(names) > 20
    assert set(names) <= schema


@pytest.mark.parametrize("package", ["engine", "gui"])
def test_every_package_stands_in_the_layout_and_the_other_way_round(package):
    block = re.search(rf"^{package}/\n((?:  .*\n)+)", section("Layout"), re.MULTILINE)[1]
    documented = {name for line in block.splitlines() for name in re.findall(r"^  (\w+)/", line)}
    there = {path.parent.name for path in (ROOT / package).glob("*/__init__.py")}
    assert documented == there


def test_every_file_of_a_run_stands_in_its_directory():
    text = section("A home, and a run directory")
    for name, value in vars(RunFiles).items():
        if isinstance(value, property) and name not in ("id", "home"):
            assert getattr(RunFiles(Path("run")), name).name in text


def test_every_module_on_the_way_of_a_run_is_there():
    named = re.findall(r"`((?:\w+/)+\w+)`", section("Hop by hop"))
    assert len(named) > 15
    missing = [name for name in named if not any(_is_module(top, name) for top in ("engine", ""))]
    assert not missing


def _is_module(top: str, name: str) -> bool:
    place = ROOT / top / name
    return place.with_suffix(".py").is_file() or (place / "__init__.py").is_file()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_a_document_names_is_there(document):
    text = (ROOT / document).read_text()
    named = re.findall(r"(?:tests|engine|gui|resources)/[\w/]+\.(?:py|png|md|toml)", text)
    assert not [path for path in named if not (ROOT / path).exists()]


def test_the_readme_lists_every_command():
    commands = runpy.run_path(str(ROOT / "main.py"))["COMMANDS"]
    rows = re.findall(r"^\| (`main\.py.*?) \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    listed = {word for row in rows for word in re.findall(r"`(?:main\.py )?(\w+)", row)}
    assert commands.keys() - {"app"} <= listed
