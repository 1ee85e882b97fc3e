"""Which runner writes an endpoint's texts: the one that a person names, or the fastest of those that are installed and
know the model. What was measured is kept beside the run, so that it is measured once for a model, a device and a number of
bits."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import torch

from engine.runner.external import llama_cpp, vllm
from engine.runner.external.peer import Peer, PeerFailedError
from engine.runner.external.rates import Rates, rates_of_peer
from engine.runner.kept import Kept
from engine.runner.setup import Setup
from engine.schema.problem import UserError

BUILT_IN = "builtin"
_KEPT = "runners.json"
_PATIENCE = 120.0  # seconds that an endpoint waits for a runner it may not even take
# Codes of why a runner was taken.
ASKED, FASTEST, SEALED = "runner_asked_for", "runner_fastest", "runner_sealed"


@dataclass(frozen=True)
class Model:
    """What a peer is chosen for. ``gguf`` writes the weights as llama.cpp reads them, where it can read them at all."""

    setup: Setup
    sealed: bool
    vocabulary: int
    context: int
    bits: int
    gguf: Callable[[], Path | None]


@dataclass(frozen=True)
class Choice:
    """``peer`` is None for the built-in runner, and not started yet."""

    peer: Peer | None = None
    why: str | None = None
    rates: dict[str, float] = field(default_factory=dict)


def choose(model: Model, measure_own: Callable[[], Rates]) -> Choice:
    """``measure_own`` measures the built-in runner.

    Raises UserError when the runner that was asked for is not installed, or does not know the model.
    """
    asked = model.setup.served.runner
    if asked == BUILT_IN:
        return Choice()
    if model.sealed:  # a peer would read the weights from the disk
        if asked != "auto":
            raise UserError("runner_needs_open_model", runner=asked)
        return Choice(why=SEALED)
    if asked != "auto":
        return Choice(_peer_asked_for(model, asked), ASKED)
    peers = {name: peer for name in _MAKERS if (peer := _MAKERS[name](model)) is not None}
    if not peers:
        return Choice()
    rates = _kept_or_measured(model, peers, measure_own)
    best = max(rates, key=lambda name: rates[name].worth)
    told = {
        f"{name}_{streams}": round(rate, 1) for name, found in rates.items() for streams, rate in _both(found)
    }
    return Choice(peers.get(best), FASTEST, told)


def _peer_asked_for(model: Model, asked: str) -> Peer:
    if _PROGRAMS[asked]() is None:
        raise UserError("runner_not_installed", runner=asked)
    peer = _MAKERS[asked](model)
    if peer is None:
        raise UserError("runner_knows_not_model", runner=asked)
    return peer


def _kept_or_measured(
    model: Model, peers: dict[str, Peer], measure_own: Callable[[], Rates]
) -> dict[str, Rates]:
    kept = _kept(model, sorted(peers))
    found = kept.found()
    if found is None:
        measured = _measured(model, peers, measure_own)
        found = {name: list(vars(rates).values()) for name, rates in measured.items()}
        kept.keep(found)
    return {name: Rates(*values) for name, values in found.items()}


def _measured(model: Model, peers: dict[str, Peer], measure_own: Callable[[], Rates]) -> dict[str, Rates]:
    """One after the other: each has the device to itself."""
    found = {BUILT_IN: measure_own()}
    for name, peer in peers.items():
        try:
            peer.start(within=_PATIENCE)
            found[name] = rates_of_peer(peer, model.vocabulary, model.context)
        except PeerFailedError as error:
            print(error, file=sys.stderr, flush=True)
            found[name] = Rates(0.0, 0.0)
        finally:
            peer.close()
    return found


def _kept(model: Model, names: list[str]) -> Kept:
    """Another model, device, program or version of torch is measured anew."""
    setup = model.setup
    programs = [str(_PROGRAMS[name]()) for name in names]
    asked = (setup.served.device, model.bits, setup.threads, model.context, torch.__version__, *programs)
    return Kept(setup.folder.parent / _KEPT, *asked)


def _llama_cpp(model: Model) -> Peer | None:
    program, setup = llama_cpp.find_program(), model.setup
    file = model.gguf() if program is not None else None
    if program is None or file is None:
        return None
    return llama_cpp.LlamaCpp(
        program, file, model.context, setup.limits.streams, setup.threads, setup.served.device
    )


def _vllm(model: Model) -> Peer | None:
    program, setup = vllm.find_program(), model.setup
    if program is None or not vllm.is_known(setup.folder, model.bits):
        return None
    return vllm.Vllm(
        program,
        setup.folder,
        model.context,
        setup.limits.streams,
        setup.threads,
        setup.served.device,
        model.bits,
    )


def _both(rates: Rates) -> tuple[tuple[str, float], ...]:
    return ("one", rates.one), ("many", rates.many)


_MAKERS: dict[str, Callable[[Model], Peer | None]] = {"llama_cpp": _llama_cpp, "vllm": _vllm}
_PROGRAMS: dict[str, Callable[[], object]] = {
    "llama_cpp": llama_cpp.find_program,
    "vllm": vllm.find_program,
}
