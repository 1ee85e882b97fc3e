"""A pretrained model's folder is read without being opened; what must not or cannot be opened is refused in words."""

import json
import struct

import pytest

from engine.planning.anatomy import anatomy_of
from engine.planning.layout import layout_of
from engine.planning.memory import checkpoint_bytes, rank_memories
from engine.planning.pretrained import check_pretrained
from engine.planning.pretrained_folder import is_hub_name, read_folder
from engine.planning.pretrained_images import image_reading
from engine.planning.shape import Shape
from engine.planning.size import Size
from engine.schema.model_spec import PretrainedSpec
from engine.schema.problem import UserError
from engine.schema.train import TrainSpec
from tests.fakes.pretrained_models import answers, write_bert, write_family, write_llama


def spec_of(path, **model):
    return TrainSpec.model_validate(answers(path, model=model))


def without(name):
    return lambda folder: (folder / name).unlink()


def told(**settings):
    def change(folder):
        config = json.loads((folder / "config.json").read_text())
        (folder / "config.json").write_text(json.dumps({**config, **settings}))

    return change


def renamed(old, new):
    return lambda folder: (folder / old).rename(folder / new)


def cut(folder):
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-8])


def lying(folder):
    path = folder / "model.safetensors"
    path.write_bytes(struct.pack("<Q", 1 << 40) + path.read_bytes()[8:])


def headed(**entry):
    """A file of one tensor, of which this is told."""

    def change(folder):
        entries = {"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4], **entry}}
        header = json.dumps(entries).encode()
        (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(header)) + header + bytes(4))

    return change


def indexed(name):
    """Weights in parts, of which the index names one that lies elsewhere."""

    def change(folder):
        (folder / "model.safetensors").rename(folder / "part.safetensors")
        index = {"weight_map": {"a": name}}
        (folder / "model.safetensors.index.json").write_text(json.dumps(index))

    return change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (headed(shape=[10**12]), "pretrained_damaged"),
        (headed(shape=[-1], data_offsets=[4, 0]), "pretrained_damaged"),
        (headed(shape=[float("inf")]), "pretrained_damaged"),
        (indexed("../base/part.safetensors"), "pretrained_damaged"),
        (indexed("folder/part.safetensors"), "pretrained_damaged"),
        (told(num_hidden_layers=10**9), "pretrained_damaged"),
        (told(architectures=3), "pretrained_not_causal"),
        (lambda folder: (folder / "config.json").write_text("[" * 100_000), "pretrained_damaged"),
        (without("config.json"), "pretrained_no_config"),
        (renamed("config.json", "adapter_config.json"), "pretrained_is_adapter"),
        (renamed("config.json", "sealed.json"), "pretrained_encrypted"),
        (lambda folder: (folder / "adapter_config.json").write_text("{}"), "pretrained_is_adapter"),
        (renamed("model.safetensors", "pytorch_model.bin"), "pretrained_pickle"),
        (without("model.safetensors"), "pretrained_no_weights"),
        (told(auto_map={"AutoModel": "own.Model"}), "pretrained_remote_code"),
        (told(quantization_config={"bits": 4}), "pretrained_quantised"),
        (told(architectures=["BertForMaskedLM"]), "pretrained_not_causal"),
        (told(is_encoder_decoder=True), "pretrained_not_causal"),
        (without("tokenizer.json"), "pretrained_no_tokenizer"),
        (cut, "pretrained_damaged"),
        (lying, "pretrained_damaged"),
        (lambda folder: (folder / "config.json").write_text("{"), "pretrained_damaged"),
        (told(max_position_embeddings=16), "pretrained_window_too_long"),
    ],
)
def test_what_cannot_be_opened_is_said(tmp_path, change, code):
    folder = write_llama(tmp_path / "base")
    assert check_pretrained(spec_of(folder)) == []
    change(folder)
    [problem] = check_pretrained(spec_of(folder))
    assert (problem.code, problem.field.partition(".")[0]) == (code, "model")


@pytest.mark.parametrize(
    ("config", "processor"),
    [
        ({"patch_size": 0}, {}),
        ({"num_channels": 10**12}, {}),
        ({"text_config": "x"}, {}),
        ({}, {"image_mean": ["a", "b", "c"], "size": {"height": "a"}}),
        ({}, {"image_std": [float("nan")] * 3}),
    ],
)
def test_numbers_that_make_no_sense_are_not_calculated_with(tmp_path, config, processor):
    folder = write_llama(tmp_path / "base")
    told(**{"image_size": 8, "num_channels": 3, **config})(folder)
    (folder / "preprocessor_config.json").write_text(json.dumps(processor))
    reading = image_reading(read_folder(folder))
    assert (reading.size, reading.mean, reading.std) == (8, (0.5,) * 3, (0.5,) * 3)
    model = PretrainedSpec(path=str(folder))
    assert anatomy_of(model, Shape(0, 3, channels=3)).positions == 1  # no whole patch


def test_a_folder_of_another_format_is_told_what_to_do(tmp_path):
    (tmp_path / "model.gguf").write_bytes(b"GGUF")
    for path in (tmp_path, tmp_path / "other.gguf"):
        with pytest.raises(UserError) as refused:
            read_folder(path)
        assert refused.value.problems[0].code == "pretrained_gguf"


def test_a_name_of_the_hub_is_downloaded_and_a_folder_never(tmp_path, monkeypatch):
    assert is_hub_name("owner/model-1.5") and not is_hub_name("/owner/model") and not is_hub_name("a/b/c")
    (tmp_path / "owner" / "model").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert not is_hub_name("owner/model")
    [note] = check_pretrained(spec_of("owner/another"))
    assert (note.code, note.severity) == ("pretrained_download", "warning")


@pytest.mark.parametrize("tied", [True, False])
@pytest.mark.parametrize("tuning", ["full", "lora", "qlora"])
def test_the_formula_is_the_network(tmp_path, tied, tuning):
    counted(PretrainedSpec(path=str(write_llama(tmp_path / "base", tied=tied)), tuning=tuning), True)


@pytest.mark.parametrize("tuning", ["full", "lora"])
def test_the_formula_is_the_network_of_other_families(tmp_path, tuning):
    counted(PretrainedSpec(path=str(write_family(tmp_path / "gpt2", "gpt2")), tuning=tuning), True)
    counted(PretrainedSpec(path=str(write_bert(tmp_path / "bert")), tuning=tuning), False)


def counted(spec, continues):
    from engine.model.networks.build import build_model

    shape = Shape(300, 3, positions=16, padding=0, continues=continues)
    network, anatomy = build_model(spec, shape), anatomy_of(spec, shape)
    assert anatomy.parameters == network.size
    assert anatomy.trained == sum(weight.numel() for weight in network.trained().values())
    if spec.tuning == "qlora":  # what is kept in four bits is no parameter
        tensors = [
            *network.parameters(),
            *(b for name, b in network.named_buffers() if "inv_freq" not in name),
        ]
        assert sum(part.bytes() for part in anatomy.parts) == sum(tensor.nbytes for tensor in tensors)


@pytest.mark.parametrize("tuning", ["full", "lora", "qlora"])
@pytest.mark.parametrize(
    ("device", "precision"), [("cpu", "bf16"), ("cuda", "fp32"), ("cuda", "fp16"), ("cuda", "bf16")]
)
def test_the_forecast_of_weights_is_what_the_network_holds(tmp_path, tuning, device, precision):
    from engine.model.networks.build import build_model

    spec = spec_of(write_llama(tmp_path / "base", tied=False), tuning=tuning)
    devices = {"name": "single", "devices": ("cuda:0" if device == "cuda" else device,)}
    training = spec.training.model_copy(update={"precision": precision})
    spec = TrainSpec.model_validate({**spec.model_dump(), "training": training, "strategy": devices})
    shape = Shape(1, 1, positions=16, continues=True)
    network = build_model(spec.model, shape)
    network.prepare(device, precision)
    tensors = [*network.parameters(), *(b for name, b in network.named_buffers() if "inv_freq" not in name)]
    size = Size(anatomy_of(spec.model, shape), 10, 1, 1, cuda=device == "cuda")
    [memory] = rank_memories(spec, size, layout_of(spec.strategy))
    assert memory.weights == sum(tensor.nbytes for tensor in tensors)


def test_fewer_weights_move_and_fewer_bytes_are_held_in_this_order(tmp_path):
    folder = write_llama(tmp_path / "base")
    shape = Shape(1, 1, positions=16, continues=True)
    specs = {tuning: spec_of(folder, tuning=tuning) for tuning in ("full", "lora", "qlora")}
    parts = {tuning: anatomy_of(spec.model, shape).parts for tuning, spec in specs.items()}
    held = {tuning: sum(part.bytes() for part in found) for tuning, found in parts.items()}
    assert held["qlora"] < held["full"] < held["lora"]
    saved = {tuning: checkpoint_bytes(spec, anatomy_of(spec.model, shape)) for tuning, spec in specs.items()}
    assert saved["lora"] == saved["qlora"] < saved["full"] / 3


def test_a_folder_that_changes_is_read_anew(tmp_path):
    folder = write_llama(tmp_path / "base")
    assert read_folder(folder).kind == "llama"
    told(model_type="mistral")(folder)
    assert read_folder(folder).kind == "mistral"


def test_an_adapter_needs_layers_to_stand_beside(tmp_path):
    from transformers import ResNetConfig, ResNetForImageClassification

    config = ResNetConfig(embedding_size=8, hidden_sizes=[8, 16], depths=[1, 1], layer_type="basic")
    config.image_size = 32
    ResNetForImageClassification(config).save_pretrained(tmp_path / "base")
    data = {"source": "images", "target": "label"}
    for tuning, codes in (("lora", ["pretrained_not_adaptable"]), ("full", [])):
        model = {"name": "pretrained", "path": str(tmp_path / "base"), "tuning": tuning}
        spec = TrainSpec.model_validate({"task": "image_classification", "data": data, "model": model})
        assert [problem.code for problem in check_pretrained(spec)] == codes
