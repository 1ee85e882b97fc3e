"""One finding of the doctor."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

_MARKS = {"works": "✓", "warning": "!", "broken": "✗"}


@dataclass(frozen=True)
class Check:
    """``broken`` stops a run from starting; a ``warning`` does not."""

    name: str
    state: str  # "works", "warning", "broken"
    found: str
    what_to_do: str = ""
    details: dict[str, Any] = field(default_factory=dict)

    def line(self) -> str:
        """``✓ torch    2.13.0, 2 threads, no CUDA``"""
        advice = f"\n             → {self.what_to_do}" if self.what_to_do else ""
        return f"{_MARKS[self.state]} {self.name:<10} {self.found}{advice}"

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def ask(python: Path, arguments: Sequence[str], variables: dict[str, str] | None = None) -> tuple[Any, str]:
    """Run the environment's Python and read one JSON value; (None, why) when that fails."""
    try:
        answer = subprocess.run(
            [str(python), "-I", *arguments],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            stdin=subprocess.DEVNULL,
            env=variables,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return None, str(error)
    try:
        return json.loads(answer.stdout.strip().rpartition("\n")[2]), ""
    except ValueError:
        reason = (answer.stderr or answer.stdout).strip().rpartition("\n")[2]
        return None, reason or f"it ended with status {answer.returncode}"
