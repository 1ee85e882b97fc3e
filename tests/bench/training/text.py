"""A real text that lies on every machine: Python's own English, its language reference and its library's docstrings."""

import ast
import pydoc_data.topics
import sysconfig
from pathlib import Path

MOST_CHARACTERS = 2_500_000


def write_text(path: Path) -> None:
    """Some 2.5 MB of it."""
    parts = list(pydoc_data.topics.topics.values())
    size = sum(map(len, parts))
    for file in sorted(Path(sysconfig.get_path("stdlib")).rglob("*.py")):
        if size > MOST_CHARACTERS or "site-packages" in file.parts:
            continue
        found = _docstrings(file)
        size += len(found)
        parts.append(found)
    path.write_text("\n".join(parts), encoding="utf-8")


def _docstrings(file: Path) -> str:
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except (SyntaxError, ValueError):  # the library's tests hold files that are wrong on purpose
        return ""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    return "\n".join(
        text for node in ast.walk(tree) if isinstance(node, kinds) and (text := ast.get_docstring(node))
    )
