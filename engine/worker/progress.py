"""What a rank says of itself: the run's speaker to its events, the others to nobody; and which phase it is in."""

import os

from engine.schema.event import Phase
from engine.system.files import read_json
from engine.system.paths import RunFiles
from engine.worker.events import EventWriter, SilentWriter, Stopwatch, Writer


class Progress:
    """Made before torch is imported, so that the window can say what a starting run waits for."""

    def __init__(self, files: RunFiles, index: int) -> None:
        self.stopwatch = Stopwatch()
        speaks = index == _speaker_of(files)
        self.writer: Writer = EventWriter(files.events, self.stopwatch) if speaks else SilentWriter()
        self.phase = ""
        self.step: int | None = None  # where an error would leave the run; None outside the loop
        self.enter("imports")

    def enter(self, phase: str) -> None:
        """Begin a phase: imports, data, model, load, train, evaluate, save."""
        self.phase = phase
        self.writer.say(Phase, name=phase)
        print(f"[{os.getpid()}] {phase}", flush=True)


def _speaker_of(files: RunFiles) -> int:
    """As the plan says; rank 0 where it cannot be read, to say so."""
    plan = read_json(files.plan)
    return plan.get("speaker", 0) if isinstance(plan, dict) else 0
