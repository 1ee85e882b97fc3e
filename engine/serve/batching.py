"""Which waiting requests go through the model together. Decides; runs nothing."""

from collections.abc import Iterable


def next_batch(sizes: Iterable[int], most: int) -> int:
    """How many requests from the head of the queue make the next batch of at most ``most`` inputs.

    Requests stay whole and in order. One that is larger than a batch goes alone.
    """
    taken = inputs = 0
    for size in sizes:
        if taken and inputs + size > most:
            break
        taken += 1
        inputs += size
        if inputs >= most:
            break
    return taken


def has_room(waiting: int, size: int, longest: int) -> bool:
    """Whether a request may join a queue of ``waiting`` inputs. An empty queue takes any request."""
    return waiting == 0 or waiting + size <= longest
