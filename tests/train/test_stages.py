"""A network is cut where stages take equal time, and none is left without weights."""

import torch

from engine.model.networks.build import build_model
from engine.planning.shape import Shape
from engine.schema.model_spec import MlpSpec
from engine.train.strategy.stages import cut_evenly, links_of, measured_costs
from engine.train.task.base import Batch


def test_the_costliest_stage_costs_as_little_as_can_be():
    assert cut_evenly([1.0, 1.0, 1.0, 3.0], 2) == [range(3), range(3, 4)]
    assert cut_evenly([5.0, 1.0, 1.0, 1.0], 3)[0] == range(1)


def test_every_stage_has_weights_even_where_there_are_as_many_as_layers():
    network = build_model(MlpSpec(hidden=(8, 8, 8), dropout=0.1), Shape(5, 1))
    costs = measured_costs(network, Batch(torch.randn(1, 5), torch.zeros(1)))
    stages = [[links_of(network)[place] for place in stage] for stage in cut_evenly(costs, 4)]
    for stage in stages:
        names = [name for link in stage for name in link]
        assert any(list(network.get_submodule(name).parameters()) for name in names)
    assert [name for stage in stages for link in stage for name in link] == list(network.chain)
