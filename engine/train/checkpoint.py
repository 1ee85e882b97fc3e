"""What a run can resume from: saved in parts by the ranks that hold them, loaded by ranks of any number and strategy.

Safetensors and JSON. Everything a step depends on is here: weights, optimizer state, the step number (which stands
for the data's order), and each rank's random state; so a resumed run computes the same bits.
"""

import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from engine.schema.event import CheckpointSaved, Note
from engine.schema.problem import Problem
from engine.system.files import read_json, sync_folder
from engine.system.folders import aside_of, sweep_asides
from engine.system.manifest import MANIFEST, damaged_file
from engine.train.average import UPDATES
from engine.train.checkpoint_writer import Errand, Writer
from engine.train.held import Held, Share, on_host, owned
from engine.train.report import Report
from engine.train.saved import SavedCheckpoint
from engine.worker.rank import Rank, seed_all

if TYPE_CHECKING:
    from engine.train.running import Run

_LAST_PATIENCE = 5.0  # seconds
_LOSS_SCALE = "loss_scale/"  # then the rank


class Checkpoints:
    """The checkpoints of one run. Every rank writes its part, the first rank makes it whole and tells of it."""

    def __init__(self, folder: Path, keep: int, rank: Rank) -> None:
        self._folder, self._keep, self._rank = folder, keep, rank
        self._newest: int | None = None
        self.pinned: int | None = None  # the step of one that stays, however many newer there are
        self._writer: Writer | None = None
        self._blocked = 0.0

    def save(self, run: "Run") -> None:
        """Save the present step, once: copied now, written while training goes on. A collective."""
        if run.step == self._newest:
            return
        self.finish(run.report)
        run.report.flush()
        began = time.perf_counter()
        self._newest = run.step
        target = self._folder / _name(run.step)
        held = on_host(owned(state_of(run)))
        self._writer = Writer(
            Errand(
                target=target,
                aside=aside_of(target, f"{run.rank.attempt}-{run.rank.restart}"),
                part=run.strategy.writes.part,
                parts=run.strategy.writes.parts,
                held=held,
                state=_manifest_of(run),
                where={"step": run.step, "rank": run.rank.index, "attempt": run.rank.start},
                commits=run.rank.is_first,
                before_commit=run.report.make_durable,
                began=began,
            )
        )
        self._blocked = time.perf_counter() - began
        run.meter.add("checkpoint", self._blocked)

    def tell(self, report: Report) -> None:
        """Say that a checkpoint is complete, once it is; raises what went wrong with it."""
        if self._writer is not None and not self._writer.is_alive():
            self.finish(report)

    def finish(self, report: Report) -> None:
        """Wait until the checkpoint on its way is complete on the disk."""
        if (writer := self._writer) is None:
            return
        writer.join()
        self._writer = None
        if writer.error is not None:
            raise writer.error
        if (written := writer.written) is not None:
            report.say(
                CheckpointSaved,
                step=written.step,
                name=written.folder.name,
                bytes=written.bytes,
                seconds=written.seconds,
                blocked=self._blocked,
            )
            self._drop_old()

    def let_finish(self) -> None:
        """When something goes wrong, a checkpoint on its way may still become complete; but nobody waits for long."""
        if self._writer is not None:
            self._writer.join(_LAST_PATIENCE)

    def resume(self, run: "Run") -> None:
        """Go on from the newest checkpoint that is what its manifest says; damaged ones are set aside."""
        step = self._choose(run) if run.rank.is_first else 0
        step = int(run.rank.sum_over_ranks(np.array([float(step)]))[0])
        if step:
            self._load(run, SavedCheckpoint(self._folder / _name(step)))
            self._newest = step
            if run.rank.is_first:  # whoever wrote the newest may have died before it came to that
                self._drop_old()

    def newest(self) -> SavedCheckpoint:
        """The checkpoint saved last, complete."""
        return SavedCheckpoint(self._folder / _name(self._newest or 0))

    def pin(self, step: int | None) -> bool:
        """Let the checkpoint of this step stay, in place of the one that did; False where it is not there."""
        self.pinned = step if step is not None and (self._folder / _name(step)).is_dir() else None
        return self.pinned == step

    def pin_next(self, step: int) -> None:
        """Let the checkpoint that is about to be made of this step stay. The one before goes once this one is complete."""
        self.pinned = step

    def kept(self, run: "Run") -> SavedCheckpoint:
        """The checkpoint that becomes the model, its weights in place: the pinned one where it is sound, or the newest.

        Nothing of it is read that is there already. A collective.
        """
        # The first rank comes here with the newest complete, others may be early.
        run.rank.sum_over_ranks(np.zeros(1))
        if self.pinned is None or self.pinned == self._newest:
            return self.newest()
        folder = self._folder / _name(self.pinned)
        damaged = _damaged(folder) if run.rank.is_first else None
        if run.rank.sum_over_ranks(np.array([float(damaged is not None)]))[0]:
            if damaged is not None:
                self._set_aside(folder, damaged, run)
            return self.newest()
        saved = SavedCheckpoint(folder)
        run.strategy.go_back(run.optimizer, saved)
        _load_average(run, saved)
        return saved

    def _choose(self, run: "Run") -> int:
        """The newest sound checkpoint's step, 0 for none; sweeps what a killed writer left."""
        sweep_asides(self._folder)
        for folder in reversed(self._present()):
            damaged = _damaged(folder)
            if damaged is None:
                return _step_of(folder) or 0
            self._set_aside(folder, damaged, run)
        return 0

    def _set_aside(self, folder: Path, damaged: str, run: "Run") -> None:
        number = sum(1 for _ in self._folder.glob(f"{folder.name}*.damaged"))
        folder.rename(self._folder / f"{folder.name}{f'-{number}' if number else ''}.damaged")
        sync_folder(self._folder)
        params = {"name": folder.name, "file": damaged}
        run.report.say(Note, problem=Problem(code="checkpoint_damaged", params=params, severity="warning"))

    def _load(self, run: "Run", saved: SavedCheckpoint) -> None:
        run.strategy.load(run.optimizer, saved)
        _load_average(run, saved)
        run.take_up(saved.manifest["step"], saved.manifest["state"])
        same = saved.manifest["strategy"] == run.spec.strategy.name
        same = same and saved.manifest["world_size"] == run.rank.world_size
        _restore_loss_scale(run, saved, same)
        _restore_random_state(run, saved, same)

    def _drop_old(self) -> None:
        for old in self._present()[: -self._keep]:
            if _step_of(old) != self.pinned:
                shutil.rmtree(old, ignore_errors=True)

    def _present(self) -> list[Path]:
        """Complete checkpoints, oldest first."""
        found = [path for path in self._folder.glob("step-*") if path.is_dir() and _step_of(path) is not None]
        return sorted(found, key=lambda path: _step_of(path) or 0)


def state_of(run: "Run") -> dict[str, Held]:
    """Everything of this rank that a run goes on from."""
    state = run.strategy.state(run.optimizer)
    if run.average is not None:
        state |= {
            f"average/{name}": run.strategy.held_state(tensor) for name, tensor in run.average.state().items()
        }
    own = {f"random/{run.rank.index}": _random_state(run.rank)}
    if run.loss_scale is not None:
        own[f"{_LOSS_SCALE}{run.rank.index}"] = run.loss_scale.state()
    return state | {name: Held(part, tuple(part.shape), (0,), Share(0, 1)) for name, part in own.items()}


def _damaged(folder: Path) -> str | None:
    """The file of a checkpoint that is not what its manifest says; None for a sound one."""
    manifest = read_json(folder / MANIFEST)
    manifest = manifest if isinstance(manifest, dict) else {}
    damaged = damaged_file(folder, manifest)
    return damaged or (None if manifest.get("step") == _step_of(folder) else MANIFEST)


def _load_average(run: "Run", saved: SavedCheckpoint) -> None:
    if run.average is not None and saved.names("average/"):
        run.average.load(read_average(saved, run.strategy.trained))


def read_average(saved: SavedCheckpoint, trained: dict[str, Any]) -> dict[str, Tensor]:
    """The averaged weights of these parameters, and how many updates they hold."""
    keys = [name.removeprefix("average/") for name in saved.names("average/")]
    return {key: saved.read(f"average/{key}") for key in keys if key in trained or key == UPDATES}


def _manifest_of(run: "Run") -> dict[str, Any]:
    return {
        "step": run.step,
        "created": time.time(),
        "world_size": run.rank.world_size,
        "strategy": run.spec.strategy.name,
        "state": run.as_json(),
    }


def _random_state(rank: Rank) -> Tensor:
    own = torch.get_rng_state()
    return torch.cat([own, torch.cuda.get_rng_state(rank.device)]) if rank.device.type == "cuda" else own


def _restore_loss_scale(run: "Run", saved: SavedCheckpoint, same: bool) -> None:
    """Its own, where the ranks are the same; else the first one's will do."""
    own, all_ = f"{_LOSS_SCALE}{run.rank.index}", saved.names(_LOSS_SCALE)
    if all_:
        run.take_up_loss_scale(saved.read(own if same and own in all_ else min(all_)))


def _restore_random_state(run: "Run", saved: SavedCheckpoint, same: bool) -> None:
    """Go on with the same chance; on another number of ranks there is no same, so start from a seed."""
    name = f"random/{run.rank.index}"
    if not same or not saved.has(name):
        seed_all((run.spec.training.seed + run.step) * 100_003 + run.strategy.share.part + 1)
        return
    chance, usual = saved.read(name), len(torch.get_rng_state())
    torch.set_rng_state(chance[:usual].clone())
    if run.rank.device.type == "cuda" and len(chance) > usual:
        torch.cuda.set_rng_state(chance[usual:].clone(), run.rank.device)


def _name(step: int) -> str:
    return f"step-{step:06d}"


def _step_of(folder: Path) -> int | None:
    digits = folder.name.removeprefix("step-")
    return int(digits) if digits.isdecimal() else None
