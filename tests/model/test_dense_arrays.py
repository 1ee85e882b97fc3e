import numpy as np
import pytest
import torch

from engine.model.dense_arrays import dense_arrays_of
from engine.model.networks.build import build_model
from engine.planning.shape import Shape
from engine.schema.model_spec import LinearSpec, MlpSpec, ResnetMlpSpec


@pytest.mark.parametrize("spec", [MlpSpec(hidden=(64, 32), dropout=0.5), MlpSpec(hidden=(16,)), LinearSpec()])
def test_arrays_give_what_the_network_gives(spec):
    torch.manual_seed(0)
    module = build_model(spec, Shape(12, 3)).eval()
    for weights in module.parameters():
        torch.nn.init.normal_(weights, std=0.3)
    features = torch.randn(20, 12)
    with torch.inference_mode():
        wanted = module(features).numpy()
    given = features.numpy().copy()
    np.testing.assert_allclose(dense_arrays_of(module)(given), wanted, rtol=1e-5, atol=1e-5)
    assert (given == features.numpy()).all(), "what came in is as it was"


def test_other_networks_and_large_ones_stay_with_torch():
    assert dense_arrays_of(build_model(ResnetMlpSpec(), Shape(12, 3))) is None
    assert dense_arrays_of(build_model(MlpSpec(hidden=(2048, 2048)), Shape(12, 3))) is None
