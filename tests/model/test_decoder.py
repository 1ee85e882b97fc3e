"""The decoder is Llama: names, shapes and arithmetic; and it can be cut into stages."""

import copy

import pytest
import torch

from engine.model.networks.build import build_model
from engine.model.networks.decoder import rotated, rotation_of
from engine.planning.shape import Shape
from engine.schema.model_spec import DECODER_SHAPES, DecoderSpec

WORDS = 50
GROUPED = DECODER_SHAPES["1m"].model_copy(update={"width": 48, "layers": 3, "heads": 6, "kv_heads": 2})


def small(**changes):
    torch.manual_seed(0)
    return build_model(DecoderSpec(context=16, **changes), Shape(WORDS, WORDS)).eval()


def llama(size: str, words: int = WORDS):
    from transformers import LlamaConfig, LlamaForCausalLM

    shape = DECODER_SHAPES[size]
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=words,
            hidden_size=shape.width,
            intermediate_size=shape.feed_forward,
            num_hidden_layers=shape.layers,
            num_attention_heads=shape.heads,
            num_key_value_heads=shape.kv_heads,
            rms_norm_eps=1e-5,
            rope_parameters={"rope_type": "default", "rope_theta": 10_000.0},
            tie_word_embeddings=False,
        )
    ).eval()


@pytest.mark.parametrize("size", DECODER_SHAPES)
def test_every_size_has_llamas_names_and_shapes(size):
    with torch.device("meta"):
        ours, theirs = build_model(DecoderSpec(size=size), Shape(WORDS, WORDS)), llama(size)
    assert {name: tensor.shape for name, tensor in ours.state_dict().items()} == {
        name: tensor.shape for name, tensor in theirs.state_dict().items()
    }


@pytest.mark.parametrize("kv_heads", [6, 2])
def test_logits_and_gradients_are_llamas(monkeypatch, kv_heads):
    monkeypatch.setitem(DECODER_SHAPES, "1m", GROUPED.model_copy(update={"kv_heads": kv_heads}))
    ours, theirs = small(), llama("1m")
    theirs.load_state_dict(ours.state_dict())
    tokens = torch.randint(0, WORDS, (3, 16))
    answer, expected = ours(tokens), theirs(tokens).logits
    assert torch.allclose(answer, expected, atol=1e-6)
    answer.square().sum().backward()
    expected.square().sum().backward()
    other = dict(theirs.named_parameters())
    for name, parameter in ours.named_parameters():
        assert torch.allclose(parameter.grad, other[name].grad, rtol=1e-3, atol=1e-4), name


def test_what_comes_later_changes_nothing():
    model = small()
    tokens = torch.randint(0, WORDS, (1, 16))
    other = tokens.clone()
    other[0, 9:] = 3
    assert torch.allclose(model(tokens)[0, :9], model(other)[0, :9], atol=1e-6)


def test_stages_one_after_the_other_are_the_whole():
    model = small()
    first, second = copy.deepcopy(model), copy.deepcopy(model)
    first.keep(model.chain[:3])
    second.keep(model.chain[3:])
    tokens = torch.randint(0, WORDS, (2, 16))
    assert torch.equal(second(first(tokens), tokens), model(tokens))
    assert set(first.state_dict()) | set(second.state_dict()) == set(model.state_dict())


def test_each_layer_starts_the_smaller_the_more_there_are():
    state = small().state_dict()
    assert state["model.layers.0.mlp.up_proj.weight"].std() == pytest.approx(0.02, rel=0.05)
    assert state["model.layers.0.mlp.down_proj.weight"].std() == pytest.approx(0.02 / 8**0.5, rel=0.05)


def test_no_rows_are_no_trouble():
    output = small()(torch.zeros((0, 16), dtype=torch.long))
    output.sum().backward()
    assert output.shape == (0, 16, WORDS)


def test_a_rotation_made_while_predicting_serves_training_too():
    model = small()
    tokens = torch.randint(0, WORDS, (1, 13))
    with torch.inference_mode():
        model(tokens)
    model(tokens).sum().backward()


def test_a_rotation_keeps_lengths_and_depends_on_the_distance_alone():
    cosine, sine = rotation_of(12, 8, torch.device("cpu"), torch.float32)
    query, key = (torch.randn(1, 1, 1, 8).expand(1, 12, 1, 8) for _ in range(2))
    queries, keys = rotated(query, cosine, sine)[0, :, 0], rotated(key, cosine, sine)[0, :, 0]
    assert torch.allclose(queries.norm(dim=1), query[0, :, 0].norm(dim=1))
    products = queries @ keys.T
    assert torch.allclose(products.diagonal(3), products[0, 3].expand(9), atol=1e-5)


def test_bf16_computes_in_bf16_and_stays_near():
    model = small()
    tokens = torch.randint(0, WORDS, (2, 16))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        output = model(tokens)
    assert output.dtype == torch.bfloat16
    assert torch.allclose(output.float(), model(tokens), atol=0.02)
