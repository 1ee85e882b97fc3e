"""Serves with the eager step at once, and with the compiled one as soon as its kernels are there and agree."""

import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import torch

from engine.runner.generation.blocks import SCRATCH
from engine.runner.generation.compiled import CompiledStep, is_compilable
from engine.runner.generation.llama_step import LlamaStep
from engine.runner.generation.paged_cache import PagedCache
from engine.runner.generation.stepper import Batch, Stepped
from engine.runner.native.compiler import CompilerMissingError, kept_library, made_or_why, make_library
from engine.runner.native.library import LibraryUnfitError

# Codes of why steps are computed as they are.
COMPILED, COMPILES = "step_compiled", "step_compiles"
NO_COMPILER, REFUSED, DIFFERS = "step_no_compiler", "step_not_compiled", "step_differs"
_LEAST_COSINE = 0.999  # of the scores of both steps; bfloat16 gave 0.9999 and more


class CompiledLater:
    """A ``Stepper``: the eager one, until the compiled one takes its place between two steps.

    ``why`` says which of them computes, and why the other does not. ``make`` gives the library; it may take long and runs
    in a thread of its own. Where the library has been made before, the first step is a compiled one already.
    """

    def __init__(
        self, eager: LlamaStep, folder: Path, threads: int, make: Callable[[Path], Path] = make_library
    ) -> None:
        self.vocabulary, self.width, self.context = eager.vocabulary, eager.width, eager.context
        self.device, self.bits, self.cache_shape = eager.device, eager.bits, eager.cache_shape
        self.why = COMPILES
        self._eager, self._threads = eager, threads
        self._compiled: CompiledStep | None = None
        self._library = kept_library(folder)
        self._waits = self._library is None
        self._maker = Thread(target=self._make, args=(make, folder), name="compiler", daemon=True)

    def attach(self, cache: PagedCache) -> None:
        self._cache = cache
        self._eager.attach(cache)
        if self._library is None:
            torch.set_num_threads(max(self._threads - 1, 1))  # a core is the compiler's
            self._maker.start()
        else:
            self._switch(self._library)

    def step(self, batch: Batch) -> Stepped:
        if self._waits and not self._maker.is_alive():
            self._waits = False
            torch.set_num_threads(self._threads)
            if self._library is not None:
                self._switch(self._library)
        return (self._compiled or self._eager).step(batch)

    def wait(self) -> None:
        """Until it is known whether there is a library."""
        if self._maker.ident is not None:
            self._maker.join()

    def _make(self, make: Callable[[Path], Path], folder: Path) -> None:
        made = made_or_why(folder, make)
        if isinstance(made, Path):
            self._library = made
        else:
            self.why = NO_COMPILER if isinstance(made, CompilerMissingError) else REFUSED

    def _switch(self, library: Path) -> None:
        try:
            compiled = CompiledStep(self._eager, self._cache, library, self._threads)
        except (LibraryUnfitError, OSError) as error:
            print(f"compiled kernels cannot be used: {error}", file=sys.stderr, flush=True)
            self.why = REFUSED
            return
        if _agree(self._eager, compiled):
            # What is left for torch is small: its own threads would wake for it, and keep looking for more on the
            # cores of the kernels' threads.
            torch.set_num_threads(1)
            self._compiled, self.why = compiled, COMPILED
        else:
            compiled.close()
            self.why = DIFFERS


def hastened(stepper: object, folder: Path, threads: int) -> CompiledLater | None:
    """None for a network whose steps the kernels do not know."""
    return CompiledLater(stepper, folder, threads) if is_compilable(stepper) else None  # type: ignore[arg-type]


def _agree(eager: LlamaStep, compiled: CompiledStep) -> bool:
    """Whether both say the same of a few tokens in the scratch block, which nobody reads."""
    tokens = torch.arange(4) % eager.vocabulary
    places = torch.arange(len(tokens))
    one = torch.tensor([len(tokens)])
    batch = Batch(
        tokens=tokens,
        positions=places,
        slots=places,
        starts=torch.tensor([0, len(tokens)]),
        block_tables=torch.tensor([[SCRATCH]]),
        lengths=one,
        wanted=places,
        decodes=0,
        spans=((0, len(tokens)),),
        known=(len(tokens),),
        wants_last=False,
    )
    scores = (step.step(batch).logits for step in (eager, compiled))
    return bool((torch.cosine_similarity(*scores, dim=1) > _LEAST_COSINE).all())
