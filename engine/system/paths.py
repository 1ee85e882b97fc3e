"""Where everything lies under the home folder."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]  # the checkout: main.py, engine/, gui/, resources/
MAIN = ROOT / "main.py"
RESOURCES = ROOT / "resources"


@dataclass(frozen=True)
class Home:
    """One person's Modelyard: one engine, its database, datasets and runs."""

    root: Path

    @classmethod
    def resolve(cls, given: str | None = None) -> "Home":
        """``--home``, else MODELYARD_HOME, else the platform's folder for user data."""
        chosen = given or os.environ.get("MODELYARD_HOME")
        folder = Path(chosen).expanduser() if chosen else user_data_folder() / "modelyard"
        return cls(
            folder.resolve()
        )  # as the system names it, where processes are known by the log they print to

    @property
    def engine_file(self) -> Path:
        return self.root / "engine.json"

    @property
    def lock_file(self) -> Path:
        return self.root / "engine.lock"

    @property
    def database(self) -> Path:
        return self.root / "engine.db"

    @property
    def keys(self) -> Path:
        """The keys of all endpoints, hashed; their servers reread it when it changes."""
        return self.root / "keys.json"

    @property
    def usage(self) -> Path:
        """What was done with keys at endpoints that have been deleted since."""
        return self.root / "usage.json"

    @property
    def audit(self) -> Path:
        """Who did what to endpoints, keys and models, a JSON line each; older lines lie in ``audit-<time>.jsonl``."""
        return self.root / "audit.jsonl"

    @property
    def datasets(self) -> Path:
        return self.root / "datasets"

    @property
    def runs(self) -> Path:
        return self.root / "runs"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def kernels(self) -> Path:
        """What was compiled for this machine's processor."""
        return self.root / "kernels"

    def run(self, job_id: str) -> "RunFiles":
        return RunFiles(self.runs / job_id)

    def dataset(self, dataset_id: str) -> Path:
        return self.datasets / dataset_id

    def create(self) -> "Home":
        """Make the folders, readable by their owner alone."""
        for folder in (self.root, self.datasets, self.runs, self.logs):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self


@dataclass(frozen=True)
class RunFiles:
    """The files of one run; engine, shim and workers meet here and nowhere else."""

    root: Path

    @property
    def id(self) -> str:
        return self.root.name

    @property
    def home(self) -> Home:
        return Home(self.root.parent.parent)

    @property
    def spec(self) -> Path:
        """What was asked; an endpoint's is rewritten by the service when what it serves changes."""
        return self.root / "spec.json"

    @property
    def plan(self) -> Path:
        """What was decided; written by the service before each start."""
        return self.root / "plan.json"

    @property
    def job(self) -> Path:
        """The engine's last word on the job; the database is rebuilt from it."""
        return self.root / "job.json"

    @property
    def order(self) -> Path:
        """What the engine asks of a live run: {"attempt", "order": "stop"|"pause", "checkpoint": n}."""
        return self.root / "order.json"

    @property
    def events(self) -> Path:
        return self.root / "events.jsonl"

    @property
    def outcome(self) -> Path:
        """How the ranks left the loop: {"attempt", "outcome"}; written by rank 0 before it exits."""
        return self.root / "outcome.json"

    @property
    def exit(self) -> Path:
        return self.root / "exit.json"

    @property
    def shim(self) -> Path:
        """Identity and heartbeat of the shim: {"pid", "started", "boot", "attempt"}; its mtime is the heartbeat."""
        return self.root / "shim.json"

    @property
    def usage(self) -> Path:
        """What was done at an endpoint with each key, by its server."""
        return self.root / "usage.json"

    @property
    def audit(self) -> Path:
        """What was managed through an endpoint itself, by its server; a JSON line each."""
        return self.root / "audit.jsonl"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def errors(self) -> Path:
        return self.root / "errors"

    @property
    def checkpoints(self) -> Path:
        return self.root / "checkpoints"

    @property
    def model(self) -> Path:
        return self.root / "model"


def user_data_folder() -> Path:
    """The platform's folder for a person's program data."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
