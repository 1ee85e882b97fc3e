"""A language model's runner, from its folder to its last answer."""

import contextlib
import sys
import time
from pathlib import Path

import torch

from engine.model.loaded import SMALL
from engine.runner.exchange import Kind, frame
from engine.runner.external.choose import choose
from engine.runner.external.rates import Rates, rates_of_stepper
from engine.runner.external.serving import model_of, outlined, serve_by_peer
from engine.runner.generation.compiled_later import CompiledLater, hastened
from engine.runner.generation.graphed import GraphedStep, graphed
from engine.runner.generation.intake import Intake
from engine.runner.generation.lightened import lighten
from engine.runner.generation.loop import Loop
from engine.runner.generation.opening import Asked, Opened, open_model
from engine.runner.generation.paged_cache import PagedCache, blocks_for
from engine.runner.generation.preparation import Preparation
from engine.runner.generation.stepper import Stepper
from engine.runner.generation.warm_up import warm_up
from engine.runner.link import Link, memory_share
from engine.runner.native.compiler import CompilationError, CompilerMissingError, make_library
from engine.runner.setup import Setup
from engine.runner.unlocking import unlocked
from engine.schema.introduction import Introduction
from engine.system.paths import RunFiles

_SWITCH_SECONDS = 0.001  # threads that hear and prepare take turns with the loop sooner than Python's 5 ms
_HALF = 16  # bits of a weight
_MEASURED = "runners_measured"


def serve(link: Link, setup: Setup) -> None:
    """Load, say what it can, answer until the server has gone. Raises LinkClosed, and UserError for what it cannot load."""
    torch.set_num_threads(setup.threads)
    sys.setswitchinterval(_SWITCH_SECONDS)
    files = unlocked(setup)
    begin = time.monotonic()
    opened = open_model(files, _asked(setup))
    threads = 1 if opened.card.parameters < SMALL else setup.threads
    torch.set_num_threads(threads)
    problem = lighten(opened.stepper, setup.served.bits)
    kernels = RunFiles(setup.folder.parent).home.kernels
    choice = choose(model_of(setup, files, opened), lambda: _own_rates(link, opened, kernels, threads))
    link.gauges.why = lambda: None
    if choice.peer is not None:
        opened = outlined(opened)
        return serve_by_peer(link, setup, opened, choice, begin)
    stepper = graphed(opened.stepper) or hastened(opened.stepper, kernels, threads) or opened.stepper
    blocks = blocks_for(stepper.cache_shape, stepper.device, setup.limits.streams, stepper.context)
    cache = PagedCache(stepper.cache_shape, blocks, stepper.device)
    stepper.attach(cache)
    budget = warm_up(stepper, cache)
    intake = Intake(link, Preparation(opened, setup.served.name, link.send))
    introduction = _introduction(opened, stepper, setup, time.monotonic() - begin)
    told = {"problem": problem, "rates": choice.rates, "why": choice.why or introduction.why}
    introduction = introduction.model_copy(update=told)
    link.send(frame(Kind.READY, 0, introduction.model_dump_json().encode()))
    if choice.why is None and isinstance(stepper, CompiledLater | GraphedStep):
        link.gauges.why = lambda: stepper.why
    intake.start()
    return Loop(link, intake, stepper, cache, setup.limits.streams, budget).run()


def _own_rates(link: Link, opened: Opened, kernels: Path, threads: int) -> Rates:
    """Of the steps as they will be once the kernels are there. Asked only where there are others to measure after it,
    which takes up to minutes: who waits is told."""
    link.gauges.why = lambda: _MEASURED
    with contextlib.suppress(CompilerMissingError, CompilationError, OSError):
        make_library(kernels)
    return rates_of_stepper(hastened(opened.stepper, kernels, threads) or opened.stepper)


def _asked(setup: Setup) -> Asked:
    served = setup.served
    dtype = None if served.bits is None else torch.float32 if served.bits == 2 * _HALF else torch.bfloat16
    return Asked(torch.device(served.device), dtype, served.context)


def _introduction(opened: Opened, stepper: Stepper, setup: Setup, seconds: float) -> Introduction:
    return Introduction(
        card=opened.card,
        can=("predict", "chat", "complete", "embed"),
        runner="builtin",
        why=stepper.why if isinstance(stepper, CompiledLater | GraphedStep) else None,
        bits=stepper.bits,
        device=setup.served.device,
        memory=memory_share(),
        context=stepper.context,
        dimensions=stepper.width,
        vocabulary=stepper.vocabulary,
        load_seconds=seconds,
    )
