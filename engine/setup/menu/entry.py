"""An entry of an applications menu, as the commands see it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class MenuEntry:
    """The files that make it, where it stands, and how it comes and goes."""

    place: Path  # the file or folder a person would look for
    files: tuple[Path, ...]  # everything ``install`` makes
    install: Callable[[], None]
    uninstall: Callable[[], None]
    belongs_to_another: Callable[[], bool]  # an entry is there, and starts another copy of the program
