"""Whether a probability means what it says: of rows said to be of a class with 70 %, about 70 % should be."""

import numpy as np
import torch
from torch import Tensor

BINS = 10
_DIGITS = 5


def tally(probability: Tensor, truth: Tensor) -> Tensor:
    """3 × bins, one bin a tenth: sums of the probabilities, rows that are of the class, rows."""
    probability = probability.double()
    places = (probability * BINS).nan_to_num(0.0).clamp(0, BINS - 1).long()
    columns = (probability.nan_to_num(0.0), truth.double(), torch.ones_like(probability))
    return torch.stack([torch.bincount(places, column, minlength=BINS) for column in columns])


def points(counts: np.ndarray) -> dict[str, list[float]]:
    """Of each bin that has rows: their mean probability, the share that is of the class, and their number."""
    probabilities, own, rows = counts[:, counts[2] > 0]
    return {
        "probability": np.round(probabilities / rows, _DIGITS).tolist(),
        "share": np.round(own / rows, _DIGITS).tolist(),
        "count": rows.astype(int).tolist(),
    }
