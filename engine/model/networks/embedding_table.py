"""A table of learnt rows, one for each id; row 0 is of ids that were not there and stays zero."""

from torch import nn

UNKNOWN = 0


def embedding_table(ids: int, width: int, *, sparse: bool = False, std: float = 0.1) -> nn.Embedding:
    """For ``ids`` ids, numbered from 1. With ``sparse`` a batch's gradient holds the rows it touched alone."""
    table = nn.Embedding(ids + 1, width, padding_idx=UNKNOWN, sparse=sparse)
    nn.init.normal_(table.weight, std=std) if std else nn.init.zeros_(table.weight)
    table.weight.data[UNKNOWN] = 0
    return table
