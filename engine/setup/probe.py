"""Run by the environment's Python: prints as JSON which pins it does not meet.

``probe.py ROOT GROUP…``; the lines are [name, wanted version, found version or null].
"""

import json
import sys
from pathlib import Path


def main(root: str, groups: list[str]) -> int:
    """Print what is unmet."""
    sys.path.insert(0, root)
    from engine.setup.pins import read_pins, unmet

    found = unmet(read_pins(Path(root) / "pyproject.toml", groups))
    print(json.dumps([[pin.name, pin.version, version] for pin, version in found]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
