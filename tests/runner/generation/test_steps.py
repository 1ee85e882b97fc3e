"""Texts over the paged cache against the same network without one, token for token in float32."""

import random

import pytest
import torch

from engine.model.llama_files import llama_files
from engine.model.networks.decoder import Decoder
from engine.planning.shape import Shape
from engine.runner.generation.batch import batch_of
from engine.runner.generation.blocks import BlockPool
from engine.runner.generation.llama_shape import llama_shape
from engine.runner.generation.llama_step import LlamaStep
from engine.runner.generation.paged_cache import PagedCache
from engine.runner.generation.scheduler import Budget, Scheduler, Slice
from engine.runner.generation.sequence import Sequence
from engine.schema.model_spec import DecoderSpec
from tests.fakes.steppers import Desk

CPU, WORDS, CONTEXT = torch.device("cpu"), 120, 96
LENGTHS = (1, 5, 17, 40, 50, 50)
COMMON = {
    "vocab_size": WORDS, "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4,
    "max_position_embeddings": CONTEXT, "pad_token_id": 0, "bos_token_id": 0, "eos_token_id": 0,
}  # fmt: skip
SLOWED = {
    "rope_type": "llama3", "rope_theta": 10000.0, "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
    "original_max_position_embeddings": 32,
}  # fmt: skip
PLAIN = {
    "llama": ("LlamaConfig", {"num_key_value_heads": 2, "rope_parameters": SLOWED}),
    "llama with biases": (
        "LlamaConfig",
        {
            "attention_bias": True,
            "mlp_bias": True,
            "rope_parameters": {"rope_type": "linear", "rope_theta": 1e4, "factor": 2.0},
        },
    ),
    "mistral": ("MistralConfig", {"num_key_value_heads": 2, "sliding_window": 20}),
    "qwen2": ("Qwen2Config", {"num_key_value_heads": 2, "tie_word_embeddings": True}),
    "qwen2 sliding": (
        "Qwen2Config",
        {"num_key_value_heads": 2, "use_sliding_window": True, "sliding_window": 20, "max_window_layers": 1},
    ),
    "qwen3": ("Qwen3Config", {"num_key_value_heads": 2, "head_dim": 16}),
}
OTHERS = {
    "gpt2": ("GPT2Config", {}),
    "gemma2": (
        "Gemma2Config",
        {"num_key_value_heads": 2, "head_dim": 8, "sliding_window": 20, "query_pre_attn_scalar": 8},
    ),
    "phi": ("PhiConfig", {}),
    "opt": ("OPTConfig", {"ffn_dim": 48, "word_embed_proj_dim": 32}),
}
SINKS = {"num_key_value_heads": 2, "head_dim": 8, "num_local_experts": 2, "num_experts_per_tok": 1}
ANEW = {"bloom": ("BloomConfig", {}), "gpt_oss": ("GptOssConfig", SINKS)}


def network_of(name: str, more: dict):
    import transformers

    torch.manual_seed(0)
    network = transformers.AutoModelForCausalLM.from_config(
        getattr(transformers, name)(**COMMON, **more)
    ).float()
    draw = torch.Generator().manual_seed(1)
    for weight_name, weight in network.named_parameters():
        if weight.dim() > 1 or weight_name.endswith("bias"):
            weight.data = torch.randn(weight.shape, generator=draw) * 0.2
    return network.eval()


def written(stepper, blocks: int = 16) -> list[Sequence]:
    """Texts of several lengths, the last two alike, with few blocks and prompts in pieces."""
    pool = BlockPool(blocks)
    stepper.attach(PagedCache(stepper.cache_shape, blocks, CPU))
    scheduler, rng = Scheduler(pool, 8, Budget(40, 16)), random.Random(1)
    texts = [Sequence([rng.randrange(WORDS) for _ in range(length)]) for length in LENGTHS]
    texts[-1].tokens[:] = texts[-2].tokens
    for text in texts:
        scheduler.add(text)
    with torch.inference_mode():
        while not scheduler.is_idle:
            slices = scheduler.schedule()
            logits = stepper.step(batch_of(slices, CPU)).logits
            scheduler.computed(slices)
            for (text, _), row in zip(slices, logits, strict=True):
                if text.pending == 0:
                    text.tokens.append(int(row.argmax()))
                if len(text.tokens) == text.prompt + 24:
                    scheduler.end(text)
    assert texts[-1].reused or texts[-2].reused
    return texts


def check(texts: list[Sequence], network) -> None:
    with torch.inference_mode():
        for text in texts:
            scores = network(torch.tensor([text.tokens]))[0]  # each sees what was before it alone
            assert text.tokens[text.prompt :] == scores[text.prompt - 1 : -1].argmax(dim=1).tolist()


def test_our_own_decoder_writes_what_it_does_without_a_cache():
    spec = DecoderSpec(context=CONTEXT)
    torch.manual_seed(0)
    network = Decoder(spec, Shape(WORDS, WORDS, positions=CONTEXT, continues=True)).eval()
    config = llama_files(spec, Desk().preprocessing)["config.json"] | {"vocab_size": WORDS}
    shape = llama_shape(config, network.state_dict())
    check(written(LlamaStep(shape, network.state_dict(), CONTEXT, CPU, torch.float32)), network)


@pytest.mark.parametrize("family", PLAIN)
def test_a_folder_of_llamas_layout_writes_what_transformers_does(family):
    network = network_of(*PLAIN[family])
    shape = llama_shape(network.config.to_dict(), network.state_dict())
    step = LlamaStep(shape, network.state_dict(), CONTEXT, CPU, torch.float32)
    check(written(step), lambda tokens: network(tokens, use_cache=False).logits)


@pytest.mark.parametrize("family", [*OTHERS, *ANEW])
def test_other_families_write_what_transformers_does(family):
    from engine.runner.generation.recomputing_step import RecomputingStep
    from engine.runner.generation.transformers_step import TransformersStep, step_of_network

    network, plain = (network_of(*(OTHERS | ANEW)[family]) for _ in range(2))
    assert llama_shape(network.config.to_dict(), network.state_dict()) is None
    step = step_of_network(network, CONTEXT, None, CPU, torch.float32)
    assert isinstance(step, TransformersStep if family in OTHERS else RecomputingStep)
    check(written(step), lambda tokens: plain(tokens, use_cache=False).logits)


@pytest.mark.parametrize("family", ["llama", "gpt2", "bloom"])
def test_hidden_states_are_those_after_the_last_norm(family):
    from engine.runner.generation.transformers_step import step_of_network

    network, plain = (network_of(*(PLAIN | OTHERS | ANEW)[family]) for _ in range(2))
    shape = llama_shape(network.config.to_dict(), network.state_dict())
    if shape is None:
        step = step_of_network(network, CONTEXT, None, CPU, torch.float32)
    else:
        step = LlamaStep(shape, network.state_dict(), CONTEXT, CPU, torch.float32)
    step.attach(PagedCache(step.cache_shape, 4, CPU))
    text = Sequence([3, 1, 4, 1, 5], blocks=[2])
    with torch.inference_mode():
        found = step.step(batch_of([Slice(text, 5)], CPU, keeps_hidden=True))
        truth = plain(torch.tensor([text.tokens]), use_cache=False, output_hidden_states=True)
    assert torch.allclose(found.hidden, truth.hidden_states[-1][0], atol=1e-5)
    assert torch.allclose(found.logits, truth.logits[0, -1:], atol=1e-4)


@pytest.mark.parametrize(
    "change",
    [
        {"model_type": "gemma2"},
        {"hidden_act": "gelu"},
        {"rope_parameters": {"rope_type": "yarn", "rope_theta": 1e4, "factor": 4.0}},
        {"num_key_value_heads": None},
        {
            "model_type": "qwen2",
            "use_sliding_window": True,
            "sliding_window": 8,
            "layer_types": ["chunked_attention"] * 4,
        },
    ],
)
def test_what_may_be_computed_otherwise_is_left_to_transformers(change):
    config = llama_files(DecoderSpec(context=CONTEXT), Desk().preprocessing)["config.json"]
    assert llama_shape(config, ()) is not None
    assert llama_shape(config | change, ()) is None
