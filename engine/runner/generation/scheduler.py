"""Which tokens are computed next: every text that is being written goes on in every step, and prompts fill what room
is left, in pieces. Decides; computes nothing.

First come, first served, but that the many texts of one request take turns with what comes while they wait (start-time
fair queueing; Goyal et al., 1996). Who came last is put back when blocks run out and is computed again later (vLLM's recompute;
Kwon et al., 2023), so that the oldest always gets on and everybody ends.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

from engine.runner.generation.blocks import BLOCK, BlockPool
from engine.runner.generation.sequence import Sequence

_SPARE = (
    0.01  # of the blocks, left to those that run when a new text is begun: else it would soon be put back
)

_CALM_STEPS = 500  # after a step for which memory was short, before one text more may run beside the others


class Budget(NamedTuple):
    """Tokens that a step computes at most: a long prompt must not hold up those who wait for their next word."""

    alone: int  # while nobody waits for a next token
    beside: int  # while somebody does


class Slice(NamedTuple):
    """So many tokens of a sequence, from the first that is not computed yet."""

    sequence: Sequence
    tokens: int


class Scheduler:
    """``add``, then ``schedule`` and ``computed`` in turns, and ``end`` for each sequence at some time."""

    def __init__(self, pool: BlockPool, streams: int, budget: Budget) -> None:
        self._pool, self._streams, self._budget = pool, streams, budget
        self._most = streams
        self._calm = 0  # steps since fewer than that were allowed, or one more
        self._preempted = False  # in the step that is being planned
        self._turn = 0  # the latest that was begun
        self.waiting: deque[Sequence] = deque()
        self.running: list[Sequence] = []  # by age, the oldest first

    @property
    def is_idle(self) -> bool:
        return not (self.waiting or self.running)

    def add(self, sequence: Sequence, place: int = 0) -> None:
        """``place`` counts the texts of its request before it."""
        sequence.turn = self._turn + place
        self.waiting.insert(bisect_right(self.waiting, sequence.turn, key=attrgetter("turn")), sequence)

    def end(self, sequence: Sequence) -> None:
        """It is written, or nobody wants it any more."""
        sequence.ended = True
        if sequence in self.running:
            self.running.remove(sequence)
        elif sequence in self.waiting:
            self.waiting.remove(sequence)
        self._release(sequence)

    def restart(self, sequence: Sequence, tokens: list[int]) -> None:
        """Compute these tokens in place of its own; it keeps its turn."""
        self._release(sequence)
        sequence.begin_anew(tokens)
        if sequence in self.running:
            self.running.remove(sequence)
            self.waiting.appendleft(sequence)

    def put_back(self) -> bool:
        """The newest of several running texts waits again, and so many do not run for a while; false where there is one or
        none."""
        if len(self.running) < 2:
            return False
        self._preempt()
        self._streams, self._calm = len(self.running), 0
        return True

    def schedule(self) -> list[Slice]:
        """What the next step computes; those with a single token first. Empty when nothing can be done."""
        slices = self._decodes()
        left = self._budget.beside if slices else self._budget.alone
        for sequence in self.running:
            if sequence.pending > 1 and left > 0:
                slices.append(Slice(sequence, min(sequence.pending, left)))
                left -= slices[-1].tokens
        if not self._preempted:
            slices += self._admitted(left)
        return sorted(slices, key=lambda piece: piece.tokens > 1)

    def computed(self, slices: Iterable[Slice]) -> None:
        """These were computed: full blocks can be found from now on."""
        self._calm_down()
        for sequence, tokens in slices:
            sequence.computed += tokens
            sequence.begun = sequence.begun or sequence.computed >= sequence.prompt
            full = sequence.computed // BLOCK
            for place in range(sequence.named, full):
                self._pool.name(sequence.blocks[place], sequence.names_of(place + 1)[place])
            sequence.named = max(sequence.named, full)

    def _calm_down(self) -> None:
        if self._streams == self._most:
            return
        self._calm += 1
        if self._calm == _CALM_STEPS:
            self._streams, self._calm = self._streams + 1, 0

    def _decodes(self) -> list[Slice]:
        """One token of each text that has its prompt behind it; the newest make room where there is none."""
        self._preempted = False
        slices = []
        for sequence in tuple(self.running):
            if sequence.pending != 1 or (self._preempted and sequence not in self.running):
                continue
            if self._has_room(sequence):
                slices.append(Slice(sequence, 1))
        return slices

    def _has_room(self, sequence: Sequence) -> bool:
        """Whether its next token has a slot; false when it was itself the newest and had to go."""
        while len(sequence.blocks) < sequence.blocks_of(len(sequence.tokens)):
            if self._pool.free:
                sequence.blocks.append(self._pool.take())
            elif self._preempt() is sequence:
                return False
        return True

    def _preempt(self) -> Sequence:
        newest = self.running.pop()
        self._release(newest)
        self.waiting.appendleft(newest)
        self._preempted = True
        return newest

    def _admitted(self, left: int) -> list[Slice]:
        slices: list[Slice] = []
        behind: list[Sequence] = []  # answers that will find their prompt in the cache soon
        while self.waiting and left > 0 and len(self.running) < self._streams:
            sequence = self.waiting.popleft()
            if sequence.waits_for_leader:
                behind.append(sequence)
                continue
            if not self._admit(sequence):
                self.waiting.appendleft(sequence)
                break
            slices.append(Slice(sequence, min(sequence.pending, left)))
            left -= slices[-1].tokens
        self.waiting.extendleft(reversed(behind))
        return slices

    def _admit(self, sequence: Sequence) -> bool:
        """Give it the blocks of all its tokens, equal beginnings shared; false where they are too few."""
        count = len(sequence.tokens)
        shareable = (count - 1) // BLOCK if sequence.reuses else 0  # the last token is computed in any case
        shared = self._pool.find(sequence.names_of(shareable))
        new = sequence.blocks_of(count) - len(shared)
        spare = int(self._pool.blocks * _SPARE) + 1 if self.running else 0
        if self._pool.free - self._pool.held_by_nobody(shared) < new + spare:
            return False
        self._pool.hold(shared)
        sequence.blocks = [*shared, *(self._pool.take() for _ in range(new))]
        sequence.computed = len(shared) * BLOCK
        sequence.named = len(shared)
        if not sequence.begun:
            sequence.reused = sequence.computed
        self.running.append(sequence)
        self._turn = max(self._turn, sequence.turn)
        return True

    def _release(self, sequence: Sequence) -> None:
        self._pool.give_back(sequence.blocks)
        sequence.blocks, sequence.computed, sequence.named = [], 0, 0
