"""Every code that the engine can say has words, and every word is of a code that it can say."""

import ast
import re
from pathlib import Path

from engine.schema.wording import CHECK_ITEMS, WORDING

ROOT = Path(__file__).parents[2]


def strings_of_the_program():
    """Every text in the program's own files, but the tables of words themselves."""
    found = set()
    for path in (*(ROOT / "engine").rglob("*.py"), *(ROOT / "gui").rglob("*.py")):
        if path.name != "wording.py":
            tree = ast.parse(path.read_text())
            found |= {
                node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
    return found


def codes_said():
    """What stands first in UserError(…), Problem(code=…) and CheckItem(code=…)."""
    found = set()
    for path in (ROOT / "engine").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                "UserError",
                "Problem",
                "CheckItem",
            ):
                given = [*node.args[:1], *(key.value for key in node.keywords if key.arg == "code")]
                found |= {part.value for part in given if isinstance(part, ast.Constant)}
    return found


def test_every_code_has_words():
    said = codes_said()
    assert len(said) > 50
    assert said <= WORDING.keys() | CHECK_ITEMS.keys()


def test_every_wording_is_of_a_code_that_is_used():
    unused = (WORDING.keys() | CHECK_ITEMS.keys()) - strings_of_the_program()
    assert not {code for code in unused if not code.startswith("refused_")}  # made of a row's reason


def test_every_wording_is_whole_sentences():
    for code, wording in WORDING.items():
        assert wording.what, code
        for text in filter(None, wording):
            assert re.search(r"[.?}!]$", text), (code, text)
