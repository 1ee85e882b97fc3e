"""A long row of tokens as windows of equal length: each token is read once, and each but the first is predicted once.

Window i reads tokens i·context … and should say those one further on. What is left at the end makes no window.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Windows:
    """The windows of one part of a text."""

    tokens: np.ndarray  # whole numbers of any width; may be a map of a file
    context: int

    def __len__(self) -> int:
        return max(len(self.tokens) - 1, 0) // self.context

    @property
    def tail(self) -> int:
        """Tokens that no window reads and none predicts."""
        return len(self.tokens) - (len(self) * self.context + 1 if len(self) else 0)

    def take(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Inputs and targets of these windows, (rows, context) each, in 64 bits as a network looks them up."""
        places = rows[:, None] * self.context + np.arange(self.context + 1)
        windows = self.tokens[places].astype(np.int64)
        return np.ascontiguousarray(windows[:, :-1]), np.ascontiguousarray(windows[:, 1:])
