"""The engine's end of the warm process: has it ready while somebody edits a spec, and has it start shims.

It saves a run the seconds that importing torch takes. Nothing depends on it: whenever it is not there, not ready or
does not answer, None is the answer and the run is started as without it. Linux only. One thread calls all of this.
"""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from engine.system.paths import MAIN, Home, RunFiles
from engine.system.processes import Identity

IDLE_SECONDS = 15 * 60.0  # without use, after which its memory is worth more
READY_SECONDS = 20.0  # a start waits so long at most: the run would have to import the same, only later
ANSWER_SECONDS = 2.5  # it may be importing one of what only some runs need, up to 1.2 s of that
RETRY_SECONDS = 60.0  # after it could not get ready


class WarmStart:
    """At most one warm process, and the pipes to it."""

    def __init__(self, home: Home, program: Path = MAIN, clock: Callable[[], float] = time.monotonic) -> None:
        self._home, self._program, self._clock = home, program, clock
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._began = self._used = clock()
        self._failed: float | None = None
        self._heard = b""

    @property
    def pid(self) -> int | None:
        """Of the live warm process."""
        return self._process.pid if self._process is not None else None

    def warm_up(self, environment: Mapping[str, str]) -> None:
        """Somebody is about to start a run: have a process ready for it."""
        self._used = self._clock()
        if self._process is not None or not sys.platform.startswith("linux"):
            return
        if self._failed is not None and self._clock() - self._failed < RETRY_SECONDS:
            return
        self._begin(environment)

    def is_getting_ready(self) -> bool:
        """Whether waiting a moment is quicker than starting without it."""
        self._look()
        young = self._clock() - self._began < READY_SECONDS
        return self._process is not None and not self._ready and young

    def is_ready(self) -> bool:
        self._look()
        return self._ready

    def tend(self) -> None:
        """Notice its death; end it when nobody has needed it for long. To be called now and then."""
        self._look()
        if self._process is not None and self._clock() - self._used > IDLE_SECONDS:
            self.close()

    def start(self, files: RunFiles, environment: Mapping[str, str]) -> Identity | None:
        """Who the run's shim is, now that it lives; None when there is none, and none will come."""
        if not self.is_ready():
            return None
        request = {"run_dir": str(files.root), "environment": dict(environment)}
        self._used = self._clock()
        try:
            self._stdin.write(json.dumps(request).encode() + b"\n")
            identity = Identity.from_json(self._next_answer(ANSWER_SECONDS))
        except OSError:
            identity = None
        if identity is None:
            self._give_up()
        return identity

    def close(self) -> None:
        """End it; shims that it made go on."""
        process, self._process, self._ready, self._heard = self._process, None, False, b""
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            pipe.close()  # type: ignore[union-attr]
        process.kill()
        process.wait()

    def _begin(self, environment: Mapping[str, str]) -> None:
        self._began = self._clock()
        try:
            with (self._home.logs / "warm.txt").open("wb") as errors:
                self._process = subprocess.Popen(
                    [sys.executable, "-I", str(self._program), "warm", str(self._home.root)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    env=dict(environment),
                    cwd=self._home.root,
                    bufsize=0,
                    start_new_session=True,
                    umask=0o077,
                )
        except OSError:
            self._failed = self._clock()

    def _look(self) -> None:
        """Take in that it has become ready, or that it has died."""
        if self._process is None:
            return
        if not self._ready and "ready" in self._next_answer(0):
            self._ready, self._failed = True, None
        if self._process.poll() is not None:
            self._give_up()

    def _give_up(self) -> None:
        """What answers from now on finds no reader, and ends instead of being a shim nobody knows of."""
        self._failed = self._clock()
        self.close()

    def _next_answer(self, seconds: float) -> dict[str, Any]:
        """The next value it says within that time; empty when it says nothing."""
        deadline = time.monotonic() + seconds
        pipe = self._process.stdout.fileno()  # type: ignore[union-attr]
        while b"\n" not in self._heard:
            if not select.select([pipe], [], [], max(deadline - time.monotonic(), 0))[0]:
                return {}
            part = os.read(pipe, 1 << 16)
            if not part:
                return {}
            self._heard += part
        line, _, self._heard = self._heard.partition(b"\n")
        try:
            return dict(json.loads(line))
        except (ValueError, TypeError):
            return {}

    @property
    def _stdin(self) -> Any:
        return self._process.stdin  # type: ignore[union-attr]
