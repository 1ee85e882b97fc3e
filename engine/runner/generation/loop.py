"""The loop of a runner that writes: takes what has come, plans a step, computes it, sends what it gave. Over what wire,
it does not know."""

import traceback
from collections.abc import Iterable, Sequence

import torch

from engine.runner.generation.answer import Answer
from engine.runner.generation.batch import batch_of
from engine.runner.generation.blocks import BlockPool
from engine.runner.generation.intake import Cancelled, Intake
from engine.runner.generation.outcome import (
    Failed,
    NotFiniteError,
    Rows,
    Works,
    check,
    embed,
    note_prompt,
    rows_of,
    write,
)
from engine.runner.generation.paged_cache import PagedCache
from engine.runner.generation.preparation import refused_frame
from engine.runner.generation.refused import RefusedError
from engine.runner.generation.requests import Embedding, Request
from engine.runner.generation.scheduler import Budget, Scheduler, Slice
from engine.runner.generation.stepper import Stepped, Stepper
from engine.runner.link import Link
from engine.worker.out_of_memory import is_out_of_memory


class Loop:
    """Works until the server has gone."""

    def __init__(
        self, link: Link, intake: Intake, stepper: Stepper, cache: PagedCache, streams: int, budget: Budget
    ) -> None:
        """``cache`` is attached to the stepper already."""
        self._link, self._intake, self._stepper, self._cache = link, intake, stepper, cache
        self._pool = BlockPool(cache.blocks)
        self._scheduler = Scheduler(self._pool, streams, budget)
        self._requests: dict[int, Request] = {}
        self._works: Works = {}
        self._out: list[bytes] = []

    @property
    def is_idle(self) -> bool:
        """Whether nothing is waiting or being written."""
        return self._scheduler.is_idle

    @torch.inference_mode()
    def run(self) -> None:
        """Raises LinkClosed."""
        while True:
            self.turn()

    def turn(self) -> None:
        """What has come, one step, and what it gave. Waits where there is nothing to do."""
        for taken in self._intake.take(wait=self.is_idle):
            self._admit(taken)
        if slices := self._scheduler.schedule():
            self._work(slices)
        self._show(bool(slices))
        if self._out:
            out, self._out = self._out, []
            self._link.send(*out)

    def _admit(self, taken: Request | Cancelled) -> None:
        if isinstance(taken, Cancelled):
            if (request := self._requests.get(taken.number)) is not None:
                self._drop(request)
            return
        self._requests[taken.number] = taken
        answers: Sequence[Answer | None] = [None] * len(taken.sequences)
        if not isinstance(taken, Embedding):
            answers = taken.answers
        for place, (text, answer) in enumerate(zip(taken.sequences, answers, strict=True)):
            self._works[text] = taken, answer
            self._scheduler.add(text, place)
        if not taken.sequences:
            self._tell([taken])

    def _work(self, slices: list[Slice]) -> None:
        rows = rows_of(slices, self._works)
        embeds = any(isinstance(self._works[piece.sequence][0], Embedding) for piece in slices)
        try:
            batch = batch_of(slices, self._stepper.device, rows.every, keeps_hidden=embeds)
            stepped = self._stepper.step(batch)
        except Exception as error:  # a boundary: those of this step are refused, the others go on
            self._fail(slices, error)
            return
        self._scheduler.computed(slices)
        try:
            failed = self._give(rows, stepped)
        except Exception as error:  # another: what was drawn cannot be drawn again
            self._refuse_all(slices, error)
            return
        touched = {id(request): request for request in (self._works[piece.sequence][0] for piece in slices)}
        for request, refused in {id(request): (request, refused) for request, refused in failed}.values():
            del touched[id(request)]
            if isinstance(refused, NotFiniteError):
                self._clear(request)
            self._refuse(request, refused)
        self._settle(slices)
        self._tell(touched.values())

    def _give(self, rows: Rows, stepped: Stepped) -> list[Failed]:
        """What a step has computed, to those it is for."""
        note_prompt(rows, stepped.logits, self._works)
        failed = check(rows, stepped.logits, self._works)
        failed += embed(rows, stepped.hidden, self._works)
        return failed + write(rows, stepped.logits, self._works)

    def _settle(self, slices: Iterable[Slice]) -> None:
        """Let go of texts that have ended; one that has outgrown the context goes on from what the model still sees."""
        for text, _ in slices:
            if text.ended or text not in self._works:
                continue
            _, answer = self._works[text]
            if text.pending == 0 or (answer is not None and answer.finish):
                self._scheduler.end(text)
            elif len(text.tokens) > self._stepper.context:
                self._scheduler.restart(text, text.tokens[-self._stepper.context :])

    def _tell(self, requests: Iterable[Request]) -> None:
        for request in requests:
            self._out += request.frames()
            if request.has_ended:
                self._drop(request)

    def _drop(self, request: Request) -> None:
        """It has ended, or nobody wants it."""
        del self._requests[request.number]
        for text in request.sequences:
            del self._works[text]
            if not text.ended:
                self._scheduler.end(text)

    def _refuse(self, request: Request, refused: RefusedError) -> None:
        self._out.append(refused_frame(request.number, refused))
        self._drop(request)

    def _clear(self, request: Request) -> None:
        """Its numbers are none, and nobody else shall read them."""
        for text in request.sequences:
            self._cache.clear(self._pool.held_once(text.blocks))
            for block in text.blocks:
                self._pool.forget(block)

    def _fail(self, slices: list[Slice], error: Exception) -> None:
        """Short of memory fewer texts are tried; what failed alone, or otherwise, is refused."""
        if not (is_out_of_memory(error) and self._scheduler.put_back()):
            self._refuse_all(slices, error)

    def _refuse_all(self, slices: list[Slice], error: Exception) -> None:
        traceback.print_exception(error)
        is_memory = is_out_of_memory(error)
        refused = RefusedError(503, "runner_out_of_memory") if is_memory else RefusedError(500, "unexpected")
        for request in {
            id(one): one for one in (self._works[piece.sequence][0] for piece in slices)
        }.values():
            self._refuse(request, refused)

    def _show(self, has_stepped: bool) -> None:
        gauges = self._link.gauges
        gauges.waiting = len(self._scheduler.waiting) + self._intake.waiting
        gauges.running = len(self._scheduler.running)
        gauges.cache = self._pool.used_share
        gauges.steps += has_stepped
