"""A model whose folder is encrypted answers as before, and nobody without its passphrase gets an answer."""

import shutil

import pytest

from engine.catalog.sealing import encrypt_model
from engine.model.predictor import load_predictor
from engine.schema.problem import UserError
from engine.system.sealed import wrapped
from tests.fakes.choices import recommendation, write_choices
from tests.fakes.pretrained_models import write_bert
from tests.fakes.run_folder import classification, train_here, write_run, write_texts
from tests.fakes.served_model import save_language_model, save_table_model, save_text_model

PASSPHRASE = "correct horse"
RECORD = {"age": 30.5, "city": "Rome", "day": "2024-05-06"}


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(wrapped, "_N", 16)


def seal_and_compare(folder, inputs):
    before = load_predictor(folder).predict(inputs)
    encrypt_model(folder, "m", PASSPHRASE)
    names = {path.name for path in folder.iterdir()}
    assert load_predictor(folder, "cpu", PASSPHRASE).predict(inputs) == before
    assert {path.name for path in folder.iterdir()} == names, "what is decrypted lies in memory alone"
    assert {name for name in names if not name.endswith(".sealed")} - {"adapter"} == {
        "card.json",
        "sealed.json",
    }
    for passphrase, code in ((None, "model_locked"), ("correct horsf", "passphrase_wrong")):
        with pytest.raises(UserError) as refused:
            load_predictor(folder, "cpu", passphrase)
        assert refused.value.problems[0].code == code


@pytest.mark.parametrize(
    ("save", "inputs"),
    [
        (save_table_model, [RECORD]),
        (save_text_model, ["a good film"]),
        (save_language_model, ["a good"]),
    ],
)
def test_tables_texts_and_language(home, save, inputs):
    card = save(home)
    seal_and_compare(home.run(card.id).model, inputs)


def test_a_recommender_and_what_its_users_chose(home):
    write_choices(home)
    files = write_run(home, "run", recommendation("matrix_factorization", training={"epochs": 1}))
    train_here(files)
    seal_and_compare(files.model, [{"user": 100}])


@pytest.mark.parametrize("merge", [True, False])
def test_a_tuned_network_of_transformers(home, merge):
    write_bert(home.root / "bert")
    write_texts(home)
    model = {"name": "pretrained", "path": str(home.root / "bert"), "tuning": "lora", "merge": merge}
    spec = classification(model={**model, "max_tokens": 48}, training={"max_steps": 2})
    files = write_run(home, "run", spec)
    train_here(files)
    if merge:
        shutil.rmtree(home.root / "bert")
    seal_and_compare(files.model, ["a lovely evening"])


def test_a_card_that_was_changed_is_noticed(home):
    card = save_table_model(home)
    folder = home.run(card.id).model
    encrypt_model(folder, "m", PASSPHRASE)
    place = folder / "card.json"
    place.write_text(place.read_text().replace("price", "prize"))
    with pytest.raises(UserError) as refused:
        load_predictor(folder, "cpu", PASSPHRASE)
    problem = refused.value.problems[0]
    assert (problem.code, problem.params["file"]) == ("model_damaged", "card.json")


def test_a_sealed_file_that_is_gone_or_cut_short_is_named(home):
    card = save_table_model(home)
    folder = home.run(card.id).model
    encrypt_model(folder, "m", PASSPHRASE)
    weights = folder / "model.safetensors.sealed"
    weights.write_bytes(weights.read_bytes()[:-100])
    for spoil in (lambda: None, weights.unlink):
        spoil()
        with pytest.raises(UserError) as refused:
            load_predictor(folder, "cpu", PASSPHRASE)
        problem = refused.value.problems[0]
        assert (problem.code, problem.params["file"]) == ("model_damaged", "model.safetensors")
