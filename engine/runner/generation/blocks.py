"""Whose a block of the cache is: counts, reuse of equal beginnings, and which one goes first when memory is short.

Plain Python: a block is a number. Block 0 is scratch, where what is padding writes; nobody holds it. Full blocks are
known by a hash over their tokens and all before them (vLLM's prefix caching; Kwon et al., 2023), and stay in memory
after their last holder has gone, until somebody needs the room.
"""

import hashlib
from array import array
from collections import OrderedDict
from collections.abc import Sequence

BLOCK = 16  # tokens
SCRATCH = 0

Digest = bytes


def digest(before: Digest, tokens: Sequence[int]) -> Digest:
    """The name of a full block. A digest that nobody can aim at: equal names mean equal tokens, or one client would
    read another's."""
    return hashlib.blake2b(array("q", tokens).tobytes(), digest_size=16, key=before).digest()


class BlockPool:
    """Hands blocks out and takes them back."""

    def __init__(self, blocks: int) -> None:
        self.blocks = blocks
        self._holders = [0] * blocks
        self._free = list(
            range(blocks - 1, SCRATCH, -1)
        )  # the lowest is given first: neighbours lie side by side
        self._kept: OrderedDict[int, None] = (
            OrderedDict()
        )  # free, but their content is known; the oldest first
        self._named: dict[Digest, int] = {}
        self._names: dict[int, Digest] = {}

    @property
    def free(self) -> int:
        """Blocks that can be taken."""
        return len(self._free) + len(self._kept)

    @property
    def used_share(self) -> float:
        """Of all blocks, those that somebody holds."""
        return 1 - self.free / max(self.blocks - 1, 1)

    def take(self) -> int:
        """One block with unknown content; the known one that was longest unused is forgotten first.

        Raises IndexError when all are held.
        """
        if self._free:
            block = self._free.pop()
        elif self._kept:
            block, _ = self._kept.popitem(last=False)
            self.forget(block)
        else:
            raise IndexError("no block is free")
        self._holders[block] = 1
        return block

    def find(self, names: Sequence[Digest]) -> list[int]:
        """The blocks of the longest known beginning; nobody holds them for it yet."""
        found: list[int] = []
        for name in names:
            block = self._named.get(name)
            if block is None:
                break
            found.append(block)
        return found

    def hold(self, blocks: Sequence[int]) -> None:
        """One more holder for each."""
        for block in blocks:
            self._kept.pop(block, None)
            self._holders[block] += 1

    def held_by_nobody(self, blocks: Sequence[int]) -> int:
        """How many of these are among the free ones."""
        return sum(self._holders[block] == 0 for block in blocks)

    def held_once(self, blocks: Sequence[int]) -> list[int]:
        """Those of these that have a single holder."""
        return [block for block in blocks if self._holders[block] == 1]

    def name(self, block: int, name: Digest) -> None:
        """Its content is complete from now on. Of two equal blocks the first is known."""
        if name not in self._named:
            self._named[name] = block
            self._names[block] = name

    def forget(self, block: int) -> None:
        """Its content is not to be found any more."""
        if (name := self._names.pop(block, None)) is not None:
            del self._named[name]

    def give_back(self, blocks: Sequence[int]) -> None:
        """One holder less for each; the end of a text goes before its beginning, which others may share."""
        for block in reversed(blocks):
            self._holders[block] -= 1
            if self._holders[block]:
                continue
            if block in self._names:
                self._kept[block] = None
            else:
                self._free.append(block)
