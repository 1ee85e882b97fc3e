"""What a run can resume from: written aside, synced, verified, renamed; so present means complete.

Safetensors and JSON. Everything a step depends on is here: weights, optimizer state, the step number (which stands
for the data's order), and each rank's random state; so a resumed run computes the same bits.
"""

import contextlib
import errno
import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from engine.schema.event import CheckpointSaved, Note
from engine.schema.problem import Problem, UserError
from engine.system.faultpoint import faultpoint
from engine.system.files import read_json, sync_file, sync_folder, write_json
from engine.system.folders import made_whole, sweep_asides
from engine.system.manifest import MANIFEST, damaged_file, manifest_of
from engine.worker.rank import Rank, seed_all

if TYPE_CHECKING:
    from engine.train.setup import Run

MODEL, TRAINING = "model.safetensors", "training.safetensors"
_FULL = (errno.ENOSPC, errno.EDQUOT)
_RESERVE = 1 << 20  # bytes beside the tensors: manifest, events, the file system's own


class Checkpoints:
    """The checkpoints of one run; rank 0 writes, every rank reads."""

    def __init__(self, folder: Path, keep: int) -> None:
        self._folder, self._keep = folder, keep
        self._newest: int | None = None

    def save(self, run: "Run") -> None:
        """Save the present step, once. A collective: the ranks bring their random states together."""
        if run.step == self._newest:
            return
        self._newest = run.step
        chance = _gather_random_states(run.rank)
        if run.rank.is_first:
            self._write(run, chance)

    def resume(self, run: "Run") -> None:
        """Go on from the newest checkpoint that is what its manifest says; damaged ones are set aside."""
        step = self._choose(run) if run.rank.is_first else 0
        step = int(run.rank.sum_over_ranks(np.array([float(step)]))[0])
        if step:
            self._load(run, self._folder / _name(step))
            self._newest = step

    def _write(self, run: "Run", chance: Tensor) -> None:
        began = time.perf_counter()
        where = {"step": run.step, "rank": run.rank.index, "attempt": run.rank.start}
        tensors = _cpu(run.strategy.model_state())
        training = {**_flatten(run.optimizer.state_dict()["state"]), "random": chance}
        needed = sum(t.nbytes for t in (*tensors.values(), *training.values())) + _RESERVE
        target = self._folder / _name(run.step)

        faultpoint("checkpoint.before_write", **where)
        with _disk_full_is_said(target, needed), made_whole(target) as aside:
            _write_files(aside, tensors, training, _state_of(run), where)
            run.report.sync()
        faultpoint("checkpoint.after_rename", **where)

        size = sum(path.stat().st_size for path in target.iterdir())
        seconds = time.perf_counter() - began
        run.report.say(CheckpointSaved, step=run.step, name=target.name, bytes=size, seconds=seconds)
        for old in self._present()[: -self._keep]:
            shutil.rmtree(old, ignore_errors=True)

    def _choose(self, run: "Run") -> int:
        """The newest sound checkpoint's step, 0 for none; sweeps what a killed writer left."""
        sweep_asides(self._folder)
        for folder in reversed(self._present()):
            manifest = read_json(folder / MANIFEST)
            manifest = manifest if isinstance(manifest, dict) else {}
            damaged = damaged_file(folder, manifest)
            if not damaged and manifest.get("step") == _step_of(folder):
                return int(manifest["step"])
            self._set_aside(folder, damaged or MANIFEST, run)
        return 0

    def _set_aside(self, folder: Path, damaged: str, run: "Run") -> None:
        number = sum(1 for _ in self._folder.glob(f"{folder.name}*.damaged"))
        folder.rename(self._folder / f"{folder.name}{f'-{number}' if number else ''}.damaged")
        sync_folder(self._folder)
        params = {"name": folder.name, "file": damaged}
        run.report.say(Note, problem=Problem(code="checkpoint_damaged", params=params, severity="warning"))

    def _load(self, run: "Run", folder: Path) -> None:
        try:
            weights, training = load_file(folder / MODEL), load_file(folder / TRAINING)
        except SafetensorError as error:
            raise UserError("checkpoint_damaged", name=folder.name, file=MODEL) from error
        manifest = json.loads((folder / MANIFEST).read_bytes())
        run.strategy.model.load_state_dict(weights)
        chance = training.pop("random")
        groups = run.optimizer.state_dict()["param_groups"]
        run.optimizer.load_state_dict({"state": _unflatten(training), "param_groups": groups})
        run.step = manifest["step"]
        run.stopping.load(manifest["state"]["stopping"])
        run.elapsed = manifest["state"]["elapsed"]
        _restore_random_state(run.rank, chance, run.spec.training.seed + run.step)

    def _present(self) -> list[Path]:
        """Complete checkpoints, oldest first."""
        found = [path for path in self._folder.glob("step-*") if path.is_dir() and _step_of(path) is not None]
        return sorted(found, key=lambda path: _step_of(path) or 0)


def _write_files(
    aside: Path,
    tensors: dict[str, Tensor],
    training: dict[str, Tensor],
    state: dict[str, Any],
    where: dict[str, int],
) -> None:
    save_file(tensors, aside / MODEL)
    save_file(training, aside / TRAINING)
    faultpoint("checkpoint.after_files", **where)
    for name in (MODEL, TRAINING):
        sync_file(aside / name)
    write_json(aside / MANIFEST, {**state, **manifest_of(aside, (MODEL, TRAINING))})
    faultpoint("checkpoint.after_fsync", **where)


def _state_of(run: "Run") -> dict[str, Any]:
    return {
        "step": run.step,
        "created": time.time(),
        "world_size": run.rank.world_size,
        "state": {"elapsed": run.report.elapsed(), "stopping": run.stopping.as_json()},
    }


@contextlib.contextmanager
def _disk_full_is_said(target: Path, needed: int) -> Iterator[None]:
    """A full disk is the person's to mend, and what was saved before is untouched."""
    target.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        if shutil.disk_usage(target.parent).free < needed:
            raise OSError(errno.ENOSPC, "too little space for a checkpoint", str(target))
        yield
    except (OSError, SafetensorError) as error:
        if getattr(error, "errno", None) not in _FULL and "os error 28" not in str(error):
            raise
        free = shutil.disk_usage(target.parent).free
        raise UserError("disk_full", path=str(target), needed_bytes=needed, free_bytes=free) from error


def _gather_random_states(rank: Rank) -> Tensor:
    """The random state of every rank, a row each; bytes are small whole numbers, so a sum carries them exactly."""
    own = torch.get_rng_state()
    if rank.device.type == "cuda":
        own = torch.cat([own, torch.cuda.get_rng_state(rank.device)])
    rows = np.zeros((rank.world_size, len(own)))
    rows[rank.index] = own.numpy()
    return torch.from_numpy(rank.sum_over_ranks(rows).astype(np.uint8))


def _restore_random_state(rank: Rank, chance: Tensor, otherwise: int) -> None:
    """Go on with the same chance; on another number of ranks there is no same, so start from a seed."""
    usual = len(torch.get_rng_state())
    if len(chance) != rank.world_size:
        seed_all(otherwise * 100_003 + rank.index + 1)
        return
    torch.set_rng_state(chance[rank.index][:usual].clone())
    if rank.device.type == "cuda" and chance.shape[1] > usual:
        torch.cuda.set_rng_state(chance[rank.index][usual:].clone(), rank.device)


def _flatten(state: dict[int, dict[str, Any]]) -> dict[str, Tensor]:
    """Optimizer state by parameter number and name, as one level of tensors."""
    return _cpu(
        {
            f"{number}.{name}": value
            for number, entry in state.items()
            for name, value in entry.items()
            if isinstance(value, Tensor)
        }
    )


def _unflatten(tensors: dict[str, Tensor]) -> dict[int, dict[str, Tensor]]:
    state: dict[int, dict[str, Tensor]] = {}
    for key, tensor in tensors.items():
        number, _, name = key.partition(".")
        state.setdefault(int(number), {})[name] = tensor
    return state


def _cpu(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}


def _name(step: int) -> str:
    return f"step-{step:06d}"


def _step_of(folder: Path) -> int | None:
    digits = folder.name.removeprefix("step-")
    return int(digits) if digits.isdecimal() else None
