"""How model, data and gradients lie over the ranks. A new strategy is a file and a line here."""

from torch import nn

from engine.schema.strategy_spec import StrategySpec
from engine.train.strategy.base import Strategy
from engine.train.strategy.ddp import Ddp
from engine.train.strategy.single import Single
from engine.worker.rank import Rank

STRATEGIES: dict[str, type[Strategy]] = {"single": Single, "ddp": Ddp}


def build_strategy(spec: StrategySpec, model: nn.Module, rank: Rank) -> Strategy:
    """The strategy asked for, holding the model."""
    return STRATEGIES[spec.name](model, rank)
