"""A language model's runner whose tokens come from a peer; prompts, texts, stops and templates stay ours."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from engine.model.folder import WEIGHTS
from engine.model.model_files import ModelFiles, json_of
from engine.runner.exchange import Kind, frame
from engine.runner.external.choose import Choice, Model
from engine.runner.external.llama_cpp import gguf_of
from engine.runner.external.loop import ExternalLoop
from engine.runner.external.peer import PeerFailedError
from engine.runner.generation.intake import Intake
from engine.runner.generation.llama_shape import llama_shape
from engine.runner.generation.opening import CONFIG, Opened
from engine.runner.generation.preparation import Preparation
from engine.runner.link import Link, memory_share
from engine.runner.setup import Setup
from engine.schema.introduction import Introduction
from engine.schema.problem import UserError

_FOLDER = "llama.cpp"  # beside the model's own
_BITS = 16  # where nobody says how many


@dataclass(frozen=True)
class Outline:
    """What is left of a stepper whose weights were given back: enough to prepare requests by."""

    vocabulary: int
    context: int


def model_of(setup: Setup, files: ModelFiles, opened: Opened) -> Model:
    """For choosing a runner."""
    bits = setup.served.bits or _BITS
    stepper = opened.stepper
    return Model(
        setup, files.sealed, stepper.vocabulary, stepper.context, bits, _gguf(setup, files, opened, bits)
    )


def outlined(opened: Opened) -> Opened:
    """Without its weights, which are given back: a peer has its own."""
    stepper = opened.stepper
    return replace(opened, stepper=Outline(stepper.vocabulary, stepper.context))


def serve_by_peer(link: Link, setup: Setup, opened: Opened, choice: Choice, begun: float) -> None:
    """Start the peer, say what it can, answer until the server has gone. ``opened`` needs its outline alone. Raises
    LinkClosed, and UserError when the peer does not start."""
    peer, outline = choice.peer, opened.stepper
    assert peer is not None  # noqa: S101 - the choice was one
    try:
        peer.start()
    except PeerFailedError as error:
        raise UserError("runner_did_not_start", runner=peer.name) from error
    try:
        intake = Intake(link, Preparation(opened, setup.served.name, link.send))
        introduction = Introduction(
            card=opened.card,
            can=("predict", "chat", "complete"),
            runner=peer.name,
            why=choice.why,
            rates=choice.rates,
            bits=setup.served.bits or _BITS,
            device=setup.served.device,
            memory=memory_share(),
            context=outline.context,
            vocabulary=outline.vocabulary,
            load_seconds=time.monotonic() - begun,
        )
        link.send(frame(Kind.READY, 0, introduction.model_dump_json().encode()))
        intake.start()
        ExternalLoop(link, intake, peer, setup.limits.streams, lost=partial(os._exit, 1)).run()
    finally:
        peer.close()


def _gguf(setup: Setup, files: ModelFiles, opened: Opened, bits: int) -> Callable[[], Path | None]:
    def write() -> Path | None:
        if not (files.has(CONFIG) and files.has(WEIGHTS)):
            return None
        config, tensors = json_of(files, CONFIG), files.tensors(WEIGHTS)
        shape = llama_shape(config, tensors)
        if shape is None:
            return None
        end = opened.preprocessing.tokenizer.end
        return gguf_of(setup.folder.parent / _FOLDER, shape, config["model_type"], tensors, bits, end)

    return write
