"""One text in the making, as scheduler and cache see it: tokens, and how far they are computed."""

from dataclasses import dataclass, field
from typing import Optional

from engine.runner.generation.blocks import BLOCK, Digest, digest


@dataclass(eq=False, slots=True)
class Sequence:
    """Its prompt and what has been written so far."""

    tokens: list[int]
    prompt: int = 0  # of the tokens, those that were given; all when none is said
    leader: Optional["Sequence"] = None  # another answer to the same prompt, which is computed first
    reuses: bool = True  # whether an equal beginning may be taken from the cache
    computed: int = 0  # tokens whose keys and values lie in the cache
    reused: int = 0  # of the prompt, those that were there already when it was first computed
    blocks: list[int] = field(default_factory=list)
    names: list[Digest] = field(default_factory=list)  # of its full blocks, as far as they were asked for
    named: int = 0  # blocks that the pool knows
    begun: bool = False  # the whole prompt was computed once
    ended: bool = False
    turn: int = 0  # the smallest is begun first

    def __post_init__(self) -> None:
        self.prompt = self.prompt or len(self.tokens)

    @property
    def pending(self) -> int:
        """Tokens that must be computed before the next one can be written."""
        return len(self.tokens) - self.computed

    @property
    def waits_for_leader(self) -> bool:
        return self.leader is not None and not (self.leader.begun or self.leader.ended)

    def blocks_of(self, tokens: int) -> int:
        """Blocks that so many tokens fill."""
        return -(-tokens // BLOCK)

    def names_of(self, blocks: int) -> list[Digest]:
        """The names of its first blocks, which must be full."""
        while len(self.names) < blocks:
            start = len(self.names) * BLOCK
            before = self.names[-1] if self.names else b""
            self.names.append(digest(before, self.tokens[start : start + BLOCK]))
        return self.names[:blocks]

    def begin_anew(self, tokens: list[int]) -> None:
        """Go on from other tokens, as if they were given; it must hold no blocks."""
        self.tokens, self.names = tokens, []
