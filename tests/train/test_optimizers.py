"""Every optimizer does what the plain formula says, is saved and restored to the bit, and learns."""

import subprocess
import sys

import pytest
import torch
from pydantic import TypeAdapter
from torch import nn
from torch.nn import functional

from engine.schema.training_spec import OptimizerSpec
from engine.system.paths import ROOT
from engine.train.muon import is_hidden_matrix
from engine.train.optimizer import build_optimizer, load_state, state_of, step_of

NAMES = ["sgd", "momentum", "nesterov", "adam", "adamw", "adafactor", "lion", "muon"]
RATES = {"sgd": 0.1, "momentum": 0.05, "nesterov": 0.05, "adafactor": 0.05, "lion": 3e-3}


def spec_of(name, **options):
    options = {"learning_rate": RATES.get(name, 0.01), **options}
    return TypeAdapter(OptimizerSpec).validate_python({"name": name, **options})


def small_network():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 12), nn.Tanh(), nn.Linear(12, 1))


def run_of(name, **options):
    network = small_network()
    parameters = dict(network.named_parameters())
    optimizer = build_optimizer(spec_of(name, **options), parameters)
    return network, parameters, optimizer


def train(network, optimizer, steps, rate, autocast=False):
    """Steps first…last over batches that depend on the step alone; the losses."""
    step, losses = step_of(optimizer), []
    for number in steps:
        torch.manual_seed(100 + number % 8)
        features = torch.randn(32, 6)
        with torch.autocast("cpu", torch.bfloat16, enabled=autocast):
            output = network(features)
        loss = functional.mse_loss(output.float(), features[:, :1] - 0.5 * features[:, 1:2])
        network.zero_grad()
        loss.backward()
        step(rate)
        losses.append(loss.item())
    return losses


def copied(tensors):
    return {name: tensor.clone() for name, tensor in tensors.items()}


@pytest.mark.parametrize("name", NAMES)
def test_a_resumed_run_computes_the_same_bits(name):
    whole, _, optimizer = run_of(name, weight_decay=0.01)
    train(whole, optimizer, range(5), 0.01)

    first, parameters, optimizer = run_of(name, weight_decay=0.01)
    train(first, optimizer, range(3), 0.01)
    weights, state = copied(first.state_dict()), copied(state_of(optimizer, parameters))

    second, parameters, optimizer = run_of(name, weight_decay=0.01)
    second.load_state_dict(weights)
    load_state(optimizer, parameters, state)
    train(second, optimizer, range(3, 5), 0.01)
    for key, expected in whole.state_dict().items():
        assert torch.equal(second.state_dict()[key], expected), key


@pytest.mark.parametrize("name", NAMES)
def test_restored_state_is_of_the_kind_the_optimizer_made_itself_and_its_own(name):
    network, parameters, optimizer = run_of(name)
    train(network, optimizer, range(2), 0.01)
    saved = state_of(optimizer, parameters)
    _, others, fresh = run_of(name)
    load_state(fresh, others, saved)
    loaded = state_of(fresh, others)
    assert loaded.keys() == saved.keys()
    for key, value in loaded.items():
        assert isinstance(value, torch.Tensor)
        assert (value.dtype, value.shape, value.device) == (
            saved[key].dtype,
            saved[key].shape,
            saved[key].device,
        )
        assert value.data_ptr() != saved[key].data_ptr(), "a step must not write into what was loaded from"


def test_a_rank_with_a_part_of_the_model_takes_its_part_of_the_state():
    network, parameters, optimizer = run_of("adamw")
    train(network, optimizer, range(1), 0.01)
    part = {name: p for name, p in small_network().named_parameters() if name.startswith("0.")}
    own = build_optimizer(spec_of("adamw"), part)
    load_state(own, part, state_of(optimizer, parameters))
    assert sorted(state_of(own, part)) == sorted(
        f"0.{kind}/{key}" for kind in ("bias", "weight") for key in ("exp_avg", "exp_avg_sq", "step")
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_rank_without_parameters_has_an_optimizer_all_the_same(name):
    optimizer = build_optimizer(spec_of(name), {})
    step_of(optimizer)(0.1)
    assert state_of(optimizer, {}) == {}


@pytest.mark.parametrize("autocast", [False, True], ids=["fp32", "bf16"])
@pytest.mark.parametrize("name", NAMES)
def test_it_learns(name, autocast):
    network, _, optimizer = run_of(name)
    losses = train(network, optimizer, range(150), RATES.get(name, 0.01), autocast)
    assert losses[-1] < 0.1 * losses[0]
    assert all(parameter.dtype == torch.float32 for parameter in network.parameters())


# --- the formulas, written plainly for one tensor


def plain(name, weight, gradients, rate, decay):
    """Weights after steps with these gradients."""
    weight, m, v = weight.clone(), torch.zeros_like(weight), torch.zeros_like(weight)
    for t, g in enumerate(gradients, start=1):
        if name in ("sgd", "momentum", "nesterov", "adam"):
            g = g + decay * weight
        else:
            weight = weight * (1 - rate * decay)
        if name == "sgd":
            update = g
        elif name in ("momentum", "nesterov"):
            m = 0.9 * m + g
            update = m if name == "momentum" else g + 0.9 * m
        elif name in ("adam", "adamw"):
            m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
            update = (m / (1 - 0.9**t)) / ((v / (1 - 0.999**t)).sqrt() + 1e-8)
        elif name == "lion":
            update = (0.9 * m + 0.1 * g).sign()
            m = 0.99 * m + 0.01 * g
        weight = weight - rate * update
    return weight


@pytest.mark.parametrize("name", ["sgd", "momentum", "nesterov", "adam", "adamw", "lion"])
def test_the_weights_follow_the_formula(name):
    torch.manual_seed(0)
    weight, gradients = torch.randn(5, 3), [torch.randn(5, 3) for _ in range(4)]
    expected = plain(name, weight, gradients, 0.03, 0.1)
    parameter = nn.Parameter(weight.clone())
    step = step_of(build_optimizer(spec_of(name, weight_decay=0.1), {"w": parameter}))
    for gradient in gradients:
        parameter.grad = gradient.clone()
        step(0.03)
    assert torch.allclose(parameter, expected, rtol=1e-5, atol=1e-6)


def plain_adafactor(weight, gradients, rate):
    """Shazeer and Stern, algorithm 4, with the rate as the largest relative step."""
    weight, row, column = weight.clone(), torch.zeros(len(weight), 1), torch.zeros(1, weight.shape[1])
    for t, g in enumerate(gradients, start=1):
        keep = 1 - t**-0.8
        row = keep * row + (1 - keep) * (g * g).mean(1, keepdim=True)
        column = keep * column + (1 - keep) * (g * g).mean(0, keepdim=True)
        update = g / (row @ column / row.mean()).sqrt()
        update = update / max(1.0, update.square().mean().sqrt().item())
        size = max(1e-3, weight.square().mean().sqrt().item())
        weight = weight - min(rate, t**-0.5) * size * update
    return weight


def test_adafactor_takes_steps_relative_to_the_size_of_the_weights():
    torch.manual_seed(0)
    weight, gradients = torch.randn(5, 3), [torch.randn(5, 3) for _ in range(4)]
    parameter = nn.Parameter(weight.clone())
    optimizer = build_optimizer(spec_of("adafactor"), {"w": parameter})
    for gradient in gradients:
        parameter.grad = gradient.clone()
        step_of(optimizer)(0.03)
    assert torch.allclose(parameter, plain_adafactor(weight, gradients, 0.03), rtol=1e-5)
    assert {key: tuple(value.shape) for key, value in state_of(optimizer, {"w": parameter}).items()} == {
        "w/step": (),
        "w/row_var": (5, 1),
        "w/col_var": (1, 3),
    }


def test_muon_moves_a_matrix_along_its_orthogonalised_gradient():
    torch.manual_seed(0)
    parameter = nn.Parameter(torch.randn(24, 16))
    before, gradient = parameter.detach().clone(), torch.randn(24, 16)
    parameter.grad = gradient.clone()
    step_of(build_optimizer(spec_of("muon"), {"layers.0.weight": parameter}))(0.01)
    moved = (before - parameter.detach()) / (0.01 * 0.2 * 24**0.5)
    left, _, right = torch.linalg.svd(gradient, full_matrices=False)
    singular = torch.linalg.svdvals(moved)
    assert singular.min() > 0.6 and singular.max() < 1.3  # five Newton–Schulz steps leave them near one
    assert functional.cosine_similarity(moved.flatten(), (left @ right).flatten(), dim=0) > 0.97


def test_muon_is_torch_muon_but_for_the_rounding_of_bf16():
    torch.manual_seed(0)
    ours, theirs = (nn.Parameter(torch.eye(24, 16)) for _ in range(2))
    step = step_of(build_optimizer(spec_of("muon", weight_decay=0.1), {"layers.0.weight": ours}))
    reference = torch.optim.Muon([theirs], lr=0.01, weight_decay=0.1, adjust_lr_fn="match_rms_adamw")
    for _ in range(5):
        ours.grad = torch.randn(24, 16)
        theirs.grad = ours.grad.clone()
        step(0.01)
        reference.step()
    moved = (theirs - torch.eye(24, 16)).abs().max()
    assert (ours - theirs).abs().max() < 0.03 * moved


def test_muon_moves_as_far_as_adamw_at_the_same_rate():
    torch.manual_seed(0)
    moved = {}
    for name in ("layers.0.weight", "embed_tokens.weight"):
        parameter = nn.Parameter(torch.randn(64, 48))
        before = parameter.detach().clone()
        step = step_of(build_optimizer(spec_of("muon"), {name: parameter}))
        for _ in range(20):
            parameter.grad = torch.randn(64, 48)
            step(0.01)
        moved[name] = (parameter.detach() - before).square().mean().sqrt().item()
    assert 0.3 < moved["layers.0.weight"] / moved["embed_tokens.weight"] < 3


def test_muon_leaves_tables_and_vectors_to_adamw():
    matrix, vector = torch.zeros(4, 4), torch.zeros(4)
    hidden = ["layers.0.self_attn.q_proj.weight", "layers.3.attention_out.weight", "layers.2.weight"]
    tables = [
        "model.embed_tokens.weight",
        "lm_head.weight",
        "embedding.words.weight",
        "embedding.positions.weight",
        "embedding.weight",
        "head.output.weight",
        "output.weight",
    ]
    assert [name for name in hidden + tables if is_hidden_matrix(name, matrix)] == hidden
    assert not is_hidden_matrix("layers.0.norm.weight", vector)


def test_muon_looks_like_one_optimizer():
    network, parameters, optimizer = run_of("muon")
    train(network, optimizer, range(1), 0.01)
    assert {p for group in optimizer.param_groups for p in group["params"]} == set(parameters.values())
    assert set(optimizer.state) == set(parameters.values())
    assert {group["lr"] for group in optimizer.param_groups} == {0.01}


SCRIPT = """
import sys, torch
from tests.train.test_optimizers import NAMES, run_of, train
for name in NAMES:
    network, _, optimizer = run_of(name)
    train(network, optimizer, range(2), 0.01)
print([name for name in ("torch._dynamo", "torch.distributed.tensor", "sympy") if name in sys.modules])
"""


def test_no_optimizer_imports_the_compiler():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout.splitlines()[-1:] == ["[]"], done.stdout + done.stderr
