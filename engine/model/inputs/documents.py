"""Several documents in one row: where each token stands in its own, and which tokens may see each other."""

import torch
from torch import Tensor


def positions_in(documents: Tensor) -> Tensor:
    """(rows, context) numbers of documents to the place of each token in its document, from 0."""
    places = torch.arange(documents.shape[1], device=documents.device).expand_as(documents)
    starts = torch.ones_like(documents, dtype=torch.bool)
    starts[:, 1:] = documents[:, 1:] != documents[:, :-1]
    return places - torch.where(starts, places, 0).cummax(dim=1).values


def causal_mask(documents: Tensor) -> Tensor:
    """(rows, 1, context, context): True where a token may be seen, earlier ones of its own document and itself."""
    same = documents[:, :, None] == documents[:, None, :]
    return (same & same.new_ones(same.shape[1:]).tril())[:, None]
