"""What the words of a problem are: what is wrong, why, and what to do."""

from typing import NamedTuple


class Wording(NamedTuple):
    """Templates of one problem; ``{name}`` is filled from the problem's parameters."""

    what: str
    why: str
    what_to_do: str
