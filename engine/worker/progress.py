"""What a rank says of itself: rank 0 to the run's events, the others to nobody; and which phase it is in."""

import os

from engine.schema.event import Phase
from engine.system.paths import RunFiles
from engine.worker.events import EventWriter, SilentWriter, Stopwatch, Writer


class Progress:
    """Made before torch is imported, so that the window can say what a starting run waits for."""

    def __init__(self, files: RunFiles, index: int) -> None:
        self.stopwatch = Stopwatch()
        self.writer: Writer = EventWriter(files.events, self.stopwatch) if index == 0 else SilentWriter()
        self.phase = ""
        self.step: int | None = None  # where an error would leave the run; None outside the loop
        self.enter("imports")

    def enter(self, phase: str) -> None:
        """Begin a phase: imports, data, model, load, train, evaluate, save."""
        self.phase = phase
        self.writer.say(Phase, name=phase)
        print(f"[{os.getpid()}] {phase}", flush=True)
