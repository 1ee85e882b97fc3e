"""main.py with an agent that takes a rank for hung after two seconds."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from main import main as real_main


def main(argv: list[str]) -> int:
    """What forked ranks go through as well."""
    from engine.system.stillness import Stillness
    from engine.worker import supervisor

    supervisor.Stillness = lambda: Stillness(seconds=2.0)
    return real_main(argv)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
