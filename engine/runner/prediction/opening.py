"""From a model's files to what answers requests: warmed up, introduced."""

import contextlib
import time
from dataclasses import dataclass

import torch

from engine.model.embedder import Embedder
from engine.model.lighter import EIGHT, WHOLE
from engine.model.loaded import SMALL
from engine.model.model_files import ModelFiles
from engine.model.predictor import Predictor, predictor_in
from engine.model.recommender import Recommender
from engine.runner.kept import Kept
from engine.runner.link import memory_share
from engine.runner.prediction.compiled_rows import CompiledRows
from engine.runner.setup import Setup
from engine.schema.introduction import Introduction
from engine.schema.prediction import example
from engine.system.paths import RunFiles

_KEPT = "bits.json"

Model = Predictor | Recommender


@dataclass(frozen=True)
class Opened:
    """A model that answers, and in how many bits it computes."""

    model: Model
    bits: int


def open_model(files: ModelFiles, setup: Setup) -> Opened:
    """Load and warm up; raises UserError where a file is damaged."""
    model = predictor_in(files, setup.served.device)
    threads = 1 if model.card.parameters < SMALL else setup.threads
    torch.set_num_threads(threads)
    model.share_out(threads)
    bits = _lightened(model, setup)
    first = [example(model.card)]
    if not model.check(first):
        model.predict(first)  # the first pass of a network is slow; nobody should wait for it
    return Opened(model, bits)


def _lightened(model: Model, setup: Setup) -> int:
    """In how many bits it computes, as was found at the first time. A library is made only once it has been chosen, for
    that takes a core."""
    if not isinstance(model, Predictor) or not (kinds := model.lighter_kinds(setup.served.bits)):
        return WHOLE
    run = setup.folder.parent
    rows = CompiledRows(RunFiles(run).home.kernels)
    able = dict(torch.cpu.get_capabilities())
    kept = Kept(run / _KEPT, setup.served.device, setup.threads, *kinds, torch.__version__, able)
    bits = kept.found()
    if bits in (WHOLE, *kinds):
        model.compute_in(bits, rows)
    else:
        bits = model.lighten(kinds, rows)
        with contextlib.suppress(OSError):  # a full disk is no reason not to answer
            kept.keep(bits)
    if bits == EIGHT:
        rows.make()
    return bits


def introduction_of(opened: Opened, embedder: Embedder | None, setup: Setup, began: float) -> Introduction:
    """``began`` is when loading did, by ``time.perf_counter``."""
    return Introduction(
        card=opened.model.card,
        can=("predict", "embed") if embedder else ("predict",),
        dimensions=embedder.dimensions if embedder else None,
        runner="builtin",
        bits=opened.bits,
        device=setup.served.device,
        memory=memory_share(),
        load_seconds=time.perf_counter() - began,
    )
