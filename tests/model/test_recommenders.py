"""Networks that score items: candidates and the whole catalogue agree, and who is unknown is no surprise."""

import pytest
import torch
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

from engine.model.networks.build import build_model
from engine.planning.anatomy import anatomy_of
from engine.planning.shape import Shape
from engine.schema.model_spec import MatrixFactorizationSpec, NeuralCfSpec, SasrecSpec, TwoTowerSpec

SHAPE = Shape(9, 1, positions=5, users=7, items=9, user_features=3, item_features=2)
SPECS = [
    MatrixFactorizationSpec(width=6, negatives=4),
    NeuralCfSpec(width=6, hidden=(8, 4), negatives=4),
    NeuralCfSpec(width=6, hidden=(), negatives=4),
    TwoTowerSpec(width=6, negatives=4),
    SasrecSpec(width=8, history=6, negatives=4),
]


def network_and_inputs(spec):
    torch.manual_seed(0)
    columns = 1 + (2 * 6 + 4 if spec.name == "sasrec" else 5)
    return build_model(spec, SHAPE), torch.randint(1, 8, (4, columns))


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_a_candidate_scores_what_it_scores_among_all(spec):
    network, inputs = network_and_inputs(spec)
    network.eval()
    if spec.name == "sasrec":
        every, some = network(inputs[:, :7]), network(inputs)[:, -1]
        candidates = torch.cat([inputs[:, 12:13], inputs[:, 13:]], dim=1)
    else:
        every, some, candidates = network(inputs[:, :1]), network(inputs), inputs[:, 1:]
    assert every.shape == (4, 10)
    assert torch.allclose(some, every.gather(1, candidates), atol=1e-5)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_the_formula_counts_weights_and_work(spec):
    network, inputs = network_and_inputs(spec)
    anatomy = anatomy_of(spec, SHAPE)
    assert anatomy.parameters == sum(weights.numel() for weights in network.parameters())
    with FlopCounterMode(display=False) as counted, sdpa_kernel(SDPBackend.MATH):
        network(inputs)
    assert anatomy.flops * len(inputs) == pytest.approx(counted.get_total_flops(), rel=0.01)


def test_what_comes_later_in_a_history_changes_no_earlier_answer():
    network, inputs = network_and_inputs(SPECS[-1])
    network.eval()
    changed = inputs.clone()
    changed[:, 6] = inputs[:, 6] % 7 + 1
    assert torch.allclose(network(inputs)[:, :-1], network(changed)[:, :-1], atol=1e-6)
    assert not torch.allclose(network(inputs)[:, -1], network(changed)[:, -1], atol=1e-3)


def test_a_history_without_items_has_an_answer():
    network, _ = network_and_inputs(SPECS[-1])
    assert network(torch.zeros(2, 7, dtype=torch.long)).isfinite().all()


def test_towers_answer_from_features_alone():
    network, _ = network_and_inputs(SPECS[3])
    network.eval()
    nothing = torch.empty(2, 0, dtype=torch.long)
    strangers = network.users(torch.zeros(2, dtype=torch.long), torch.tensor([[1.0, 0, 0], [0, 1, 0]]))
    first, second = network.match(strangers, nothing)
    assert not torch.allclose(first, second, atol=1e-3)


def test_ids_are_hidden_now_and_then_while_a_tower_is_trained():
    network = build_model(TwoTowerSpec(width=6, dropout=0.5), SHAPE)
    numbers = torch.ones(400, dtype=torch.long)
    assert len(network.users(numbers).detach().unique(dim=0)) == 2
    assert len(network.eval().users(numbers).detach().unique(dim=0)) == 1
