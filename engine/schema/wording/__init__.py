"""The English words of every problem: what is wrong, why, and what to do; one file for each place where it is found.

One entry a code. The window translates these templates, so each stands here once.
"""

from engine.schema.wording import (
    catalogue,
    cleaning,
    columns,
    endings,
    endpoints,
    engine,
    generation,
    groups,
    importing,
    jobs,
    machine,
    models,
    pretrained,
    requests,
    run_data,
    scoring,
    serving,
    spec,
    strategies,
    tensors,
)
from engine.schema.wording.base import Wording
from engine.schema.wording.check_items import CHECK_ITEMS
from engine.schema.wording.importing import COLUMN_REASONS

__all__ = ["CHECK_ITEMS", "COLUMN_REASONS", "WORDING", "Wording"]

_PLACES = (
    catalogue,
    cleaning,
    columns,
    endings,
    endpoints,
    engine,
    generation,
    groups,
    importing,
    jobs,
    machine,
    models,
    pretrained,
    requests,
    run_data,
    scoring,
    serving,
    spec,
    strategies,
    tensors,
)

WORDING: dict[str, Wording] = {code: words for place in _PLACES for code, words in place.WORDING.items()}
