"""Going on from tokens with the likeliest one each time; whatever gives the scores, and however it remembers."""

from collections.abc import Callable, Collection, Sequence

from torch import Tensor

MOST_TOKENS = 64  # of an answer

# The tokens that are seen so far, as far back as the model sees -> scores of the next one.
Scores = Callable[[Sequence[int]], Tensor]


def continued(
    given: Sequence[int], scores: Scores, context: int, stops: Collection[int], most: int = MOST_TOKENS
) -> list[int]:
    """The tokens that follow; ends before the first stop, or after ``most``."""
    seen = list(given)
    while len(seen) < len(given) + most:
        token = int(scores(seen[-context:]).argmax())
        if token in stops:
            break
        seen.append(token)
    return seen[len(given) :]
