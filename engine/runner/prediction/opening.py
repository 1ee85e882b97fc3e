"""From a model's folder to what answers requests: unlocked, warmed up, introduced."""

import time

import psutil
import torch

from engine.model.embedder import Embedder
from engine.model.loaded import SMALL
from engine.model.predictor import Predictor, predictor_in
from engine.model.recommender import Recommender
from engine.runner.setup import Setup
from engine.runner.unlocking import unlocked
from engine.schema.introduction import Introduction
from engine.schema.prediction import example

Model = Predictor | Recommender


def open_model(setup: Setup) -> Model:
    """Load and warm up; raises UserError where the folder is damaged, and LinkClosed where nobody unlocks it."""
    model = predictor_in(unlocked(setup), setup.served.device)
    threads = 1 if model.card.parameters < SMALL else setup.threads
    torch.set_num_threads(threads)
    model.share_out(threads)
    first = [example(model.card)]
    if not model.check(first):
        model.predict(first)  # the first pass of a network is slow; nobody should wait for it
    return model


def introduction_of(model: Model, embedder: Embedder | None, setup: Setup, began: float) -> Introduction:
    """``began`` is when loading did, by ``time.perf_counter``."""
    return Introduction(
        card=model.card,
        can=("predict", "embed") if embedder else ("predict",),
        dimensions=embedder.dimensions if embedder else None,
        runner="builtin",
        bits=32,
        device=setup.served.device,
        memory=psutil.Process().memory_info().rss,
        load_seconds=time.perf_counter() - began,
    )
