"""A network of transformers as one of ours: documents apart, adapters beside weights, weights in four bits."""

import itertools
import json

import pytest
import torch
from torch import nn

from engine.data.text.tokenizer import END
from engine.model.inputs.documents import causal_mask, positions_in
from engine.model.inputs.encoder_preprocessing import EncoderPreprocessing
from engine.model.networks.build import build_model
from engine.model.pretrained.nf4 import BLOCK, CODES, Nf4Linear, dequantised, quantised
from engine.planning.shape import Shape
from engine.schema.model_spec import DecoderSpec, PretrainedSpec
from engine.schema.problem import UserError
from engine.train.task.language.words import SHARE_ROWS
from tests.fakes.pretrained_models import tokenizer, write_bert, write_family, write_llama

WORDS = Shape(300, 1, positions=16, continues=True)
DOCUMENTS = torch.tensor([[1, 1, 1, 2, 2, 2, 2, 3, 0, 0], [1, 2, 2, 2, 2, 2, 0, 0, 0, 0]])


def pretrained(path, tuning="full", shape=WORDS, **settings):
    torch.manual_seed(0)
    return build_model(PretrainedSpec(path=str(path), tuning=tuning, lora_rank=4, **settings), shape)


def test_positions_begin_anew_with_each_document():
    assert positions_in(DOCUMENTS).tolist() == [
        [0, 1, 2, 0, 1, 2, 3, 0, 0, 1],
        [0, 0, 1, 2, 3, 4, 0, 1, 2, 3],
    ]


def test_a_token_sees_earlier_ones_of_its_document_and_itself():
    mask = causal_mask(DOCUMENTS)[:, 0]
    for row, documents in enumerate(DOCUMENTS.tolist()):
        for query in range(10):
            seen = [key for key in range(query + 1) if documents[key] == documents[query]]
            assert mask[row, query].nonzero().flatten().tolist() == seen


@pytest.mark.parametrize("family", sorted(SHARE_ROWS))
def test_documents_of_a_row_do_not_see_each_other(tmp_path, family):
    apart(pretrained(write_family(tmp_path / "base", family)).eval())


def test_documents_do_not_see_each_other_in_our_own_network():
    torch.manual_seed(0)
    apart(build_model(DecoderSpec(size="1m", context=16), Shape(250, 1)).eval())


@torch.no_grad()
def apart(network):
    """Each document's scores in a shared row are those it has alone."""
    tokens = torch.randint(0, 250, DOCUMENTS.shape, generator=torch.Generator().manual_seed(3))
    together = network(torch.stack([tokens, DOCUMENTS], dim=1))
    for row, documents in enumerate(DOCUMENTS):
        for document in range(1, int(documents.max()) + 1):
            place = documents == document
            alone = network(tokens[row, place][None])
            assert torch.allclose(together[row, place], alone[0], atol=1e-5), document
    alike = network(tokens)
    assert not torch.allclose(alike[0, 3:7], together[0, 3:7], atol=1e-3)


@torch.no_grad()
def test_pairs_are_two_sequences_of_a_row(tmp_path):
    network = pretrained(write_llama(tmp_path / "base")).eval()
    tokens = torch.randint(0, 250, (3, 2, 1, 8))
    scores = network(tokens)
    assert scores.shape[:3] == (3, 2, 8)
    assert torch.allclose(scores[1, 1], network(tokens[1, 1])[0], atol=1e-6)


def test_only_adapters_move_and_a_checkpoint_holds_nothing_else(tmp_path):
    network = pretrained(write_llama(tmp_path / "base"), "lora")
    assert network.own_state().keys() == network.trained().keys()
    assert all("lora_" in name for name in network.trained())
    assert len(network.trained()) == 2 * 7 * 2  # two matrices beside each of seven, in two layers
    assert network.blocks == ("network.model.layers.0", "network.model.layers.1")


def test_words_that_two_layers_share_are_trained_and_kept_once(tmp_path):
    tied, untied = (pretrained(write_llama(tmp_path / str(t), tied=t)) for t in (True, False))
    assert "network.lm_head.weight" not in tied.own_state()
    assert "network.lm_head.weight" in untied.own_state()


@torch.no_grad()
def test_a_fresh_adapter_changes_nothing(tmp_path):
    base = write_llama(tmp_path / "base")
    tokens = torch.randint(0, 250, (2, 9))
    assert torch.equal(pretrained(base).eval()(tokens), pretrained(base, "lora").eval()(tokens))


@torch.no_grad()
def test_padding_of_an_encoder_is_not_read(tmp_path):
    shape = Shape(300, 3, positions=16, padding=0)
    network = pretrained(write_bert(tmp_path / "base"), "lora", shape).eval()
    tokens = torch.randint(1, 250, (2, 9))
    filled = torch.cat([tokens, torch.zeros(2, 4, dtype=torch.int64)], dim=1)
    assert torch.allclose(network(tokens), network(filled), atol=1e-6)
    assert {name for name in network.trained() if "lora_" not in name} == {
        "network.classifier.weight",
        "network.classifier.bias",
    }


@torch.no_grad()
def test_a_text_without_tokens_has_scores_too(tmp_path):
    reader = EncoderPreprocessing("text", tokenizer(), 16)
    network = pretrained(write_family(tmp_path / "base", "gpt2"), "lora", reader.shape(2)).eval()
    alone, beside = (network(torch.from_numpy(reader.encode(texts))) for texts in ([""], ["the cat", ""]))
    assert alone.isfinite().all()
    assert torch.allclose(alone[0], beside[1], atol=1e-6)


def test_what_the_folder_does_not_have_is_trained_and_kept(tmp_path):
    shape = Shape(300, 3, positions=16, padding=0)
    network = pretrained(write_bert(tmp_path / "base", pooler=False), "lora", shape)
    assert {name for name in network.own_state() if "lora_" not in name} == {
        "network.bert.pooler.dense.weight",
        "network.bert.pooler.dense.bias",
        "network.classifier.weight",
        "network.classifier.bias",
    }


@pytest.mark.parametrize("tuning", ["full", "lora"])
def test_a_fresh_network_drops_as_it_will_after_an_evaluation(tmp_path, tuning):
    network = pretrained(write_family(tmp_path / "base", "gpt2"), tuning)
    assert all(part.training for part in network.modules())


def test_an_unknown_family_is_refused_in_words(tmp_path):
    path = write_llama(tmp_path / "base", model_type="never_heard_of", architectures=["NeverForCausalLM"])
    with pytest.raises(UserError) as refused:
        pretrained(path)
    assert refused.value.problems[0].code == "pretrained_unsupported"


@pytest.mark.parametrize(
    "settings", [{"hidden_size": "wide"}, {"num_attention_heads": 0}, {"rope_parameters": {"rope_type": "x"}}]
)
def test_settings_that_no_network_has_are_refused_in_words(tmp_path, settings):
    with pytest.raises(UserError) as refused:
        pretrained(write_llama(tmp_path / "base", **settings))
    assert refused.value.problems[0].code == "pretrained_unsupported"


def test_memory_that_runs_out_while_a_folder_is_opened_is_no_fault_of_the_folder(tmp_path, monkeypatch):
    import transformers

    def full(*_, **__):
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 99 bytes.")

    monkeypatch.setattr(transformers.AutoModelForCausalLM, "from_pretrained", full)
    with pytest.raises(RuntimeError, match="allocate"):
        pretrained(write_llama(tmp_path / "base"))


def test_a_tokenizer_that_makes_its_library_panic_is_refused_in_words(tmp_path):
    from engine.model.pretrained.tokenizer import open_tokenizer
    from engine.planning.pretrained_folder import read_folder

    path = write_llama(tmp_path / "base")
    known = json.loads((path / "tokenizer.json").read_text())
    frame = {
        "type": "TemplateProcessing",
        "single": [{"SpecialToken": {"id": "x", "type_id": 0}}],
        "pair": [],
    }
    known["post_processor"] = {**frame, "special_tokens": {}}
    (path / "tokenizer.json").write_text(json.dumps(known))
    with pytest.raises(UserError) as refused:
        open_tokenizer(read_folder(path))
    assert refused.value.problems[0].code == "pretrained_unsupported"


@torch.no_grad()
@pytest.mark.parametrize("key", ["_attn_implementation", "attn_implementation"])
@pytest.mark.parametrize("name", ["kernels-community/flash-attn", "flash_attention_2"])
def test_how_attention_is_computed_is_not_for_a_folder_to_say(tmp_path, key, name):
    plain, other = write_llama(tmp_path / "plain"), write_llama(tmp_path / "other", **{key: name})
    tokens = torch.randint(0, 250, (2, 9))
    assert torch.equal(pretrained(plain).eval()(tokens), pretrained(other).eval()(tokens))


def test_no_code_of_a_folder_is_run(tmp_path):
    from engine.model.pretrained.tokenizer import open_tokenizer
    from engine.planning.pretrained_folder import read_folder

    base = write_llama(tmp_path / "base", template="{{ messages }}")
    (base / "custom_generate").mkdir()
    for name in ("modeling_own", "configuration_own", "tokenization_own", "custom_generate/generate"):
        (base / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    settings = {"auto_map": {"AutoModelForCausalLM": "modeling_own.Own"}, "custom_generate": "generate"}
    (base / "generation_config.json").write_text(json.dumps(settings))
    pretrained(base)
    open_tokenizer(read_folder(base))
    for name in ("config.json", "tokenizer_config.json"):
        known = json.loads((base / name).read_text())
        own = {"AutoConfig": "configuration_own.Own", "AutoTokenizer": ["tokenization_own.Own", None]}
        (base / name).write_text(json.dumps({**known, "auto_map": own}))
        with pytest.raises(UserError) as refused:
            pretrained(base)
        assert refused.value.problems[0].code == "pretrained_remote_code"
        (base / name).write_text(json.dumps(known))
    assert not (tmp_path / "ran").exists()


def test_weights_that_are_not_there_are_not_made_up(tmp_path):
    path = write_llama(tmp_path / "base", num_hidden_layers=3)
    with pytest.raises(UserError) as refused:
        pretrained(path)
    assert refused.value.problems[0].code == "pretrained_damaged"


# --- four bits


def test_every_code_is_kept_exactly():
    weight = torch.tensor(CODES).repeat(4)[None] * 3.5
    codes, scales = quantised(weight)
    assert torch.allclose(dequantised(codes, scales, (1, BLOCK)), weight)


def test_rounding_is_bounded_by_the_widest_gap_of_the_codes():
    weight = torch.randn(37, 61, generator=torch.Generator().manual_seed(0))
    codes, scales = quantised(weight)
    error = (dequantised(codes, scales, (37, 61)) - weight).flatten()
    widest = max(b - a for a, b in itertools.pairwise(CODES)) / 2
    bound = scales.repeat_interleave(BLOCK)[: len(error)] * widest
    assert (error.abs() <= bound + 1e-6).all()
    assert error.square().mean().sqrt() < 0.1 * weight.std()  # about 0.08 for a normal distribution
    assert codes.nbytes + scales.nbytes < 0.15 * weight.nbytes


@pytest.mark.parametrize("bias", [True, False])
def test_a_layer_in_four_bits_computes_with_what_its_codes_say(bias):
    torch.manual_seed(0)
    packed = Nf4Linear(nn.Linear(48, 20, bias=bias))
    plain, inputs = packed.plain(), torch.randn(3, 5, 48, requires_grad=True)
    given = inputs.detach().clone().requires_grad_()
    packed(inputs).square().sum().backward()
    plain(given).square().sum().backward()
    assert torch.allclose(packed(inputs), plain(given), atol=1e-5)
    assert torch.allclose(inputs.grad, given.grad, rtol=1e-4, atol=1e-4)
    assert not list(packed.state_dict()) or list(packed.state_dict()) == ["bias"]


def test_no_whole_weight_waits_for_the_backward_pass():
    packed = Nf4Linear(nn.Linear(256, 256, bias=False))
    kept = []
    with torch.autograd.graph.saved_tensors_hooks(
        lambda t: kept.append(t.numel() * t.element_size()) or t, lambda t: t
    ):
        packed(torch.randn(2, 256, requires_grad=True))
    assert sum(kept) < 256 * 256  # a byte a weight, of four


def test_four_bits_take_an_eighth_of_the_layers(tmp_path):
    def layers(network):
        tensors = (*network.named_parameters(), *network.named_buffers())
        return sum(t.nbytes for name, t in tensors if ".layers." in name and "norm" not in name)

    base = write_llama(tmp_path / "base")
    whole, packed = layers(pretrained(base)), layers(pretrained(base, "qlora"))
    adapters = layers(pretrained(base, "lora")) - whole
    assert (packed - adapters) / whole == pytest.approx(4.5 / 32, rel=0.01)


def test_frozen_weights_are_halved_on_a_gpu_that_computes_in_bf16_and_nowhere_else(tmp_path):
    base = write_llama(tmp_path / "base")
    for device, precision, tuning, wanted in (
        ("cuda", "bf16", "lora", torch.bfloat16),
        ("cuda", "fp32", "lora", torch.float32),
        ("cpu", "bf16", "lora", torch.float32),
        ("cuda", "bf16", "full", torch.float32),
    ):
        network = pretrained(base, tuning)
        network.prepare(device, precision)
        assert network.network.model.embed_tokens.weight.dtype == wanted
        assert all(weight.dtype == torch.float32 for weight in network.trained().values())
    with torch.autocast("cpu", dtype=torch.bfloat16):
        halved = pretrained(base, "lora")
        halved.prepare("cuda", "bf16")
        halved(torch.randint(0, 250, (2, 9))).float().sum().backward()
    assert all(weight.grad is not None for weight in halved.trained().values())


def test_the_tokenizer_is_the_folders_own(tmp_path):
    from transformers import AutoTokenizer

    from engine.model.pretrained.tokenizer import open_tokenizer
    from engine.planning.pretrained_folder import read_folder

    path = write_llama(tmp_path / "base", template="{{ messages }}")
    ours, theirs = open_tokenizer(read_folder(path)), AutoTokenizer.from_pretrained(path)
    text = "add 12, véry tired"
    assert ours.encode(text) == theirs(text, add_special_tokens=False)["input_ids"]
    assert (ours.end, ours.begin, ours.specials.template) == (0, [], "{{ messages }}")
    assert ours.encode(text) == tokenizer().encode(text)


def test_the_end_is_the_configurations_where_the_tokenizer_has_none(tmp_path):
    from engine.model.pretrained.tokenizer import open_tokenizer
    from engine.planning.pretrained_folder import read_folder

    path = write_llama(tmp_path / "base", eos_token_id=7)
    (path / "tokenizer_config.json").unlink()
    assert open_tokenizer(read_folder(path)).end == 7


def test_a_template_writes_the_first_token_as_transformers_does(tmp_path):
    from transformers import AutoTokenizer

    from engine.data.text.chat import Chat
    from engine.model.pretrained.tokenizer import open_tokenizer
    from engine.planning.pretrained_folder import read_folder

    path = write_llama(tmp_path / "base", template="{{ bos_token }}{{ messages[0]['content'] }}")
    settings = json.loads((path / "tokenizer_config.json").read_text())
    (path / "tokenizer_config.json").write_text(json.dumps({**settings, "bos_token": END}))
    ours, talk = open_tokenizer(read_folder(path)), [{"role": "user", "content": "add 12"}]
    theirs = AutoTokenizer.from_pretrained(path).apply_chat_template(talk)["input_ids"]
    assert ours.begin == []
    assert ours.spans(Chat(ours.specials).text(talk)).tokens == theirs
