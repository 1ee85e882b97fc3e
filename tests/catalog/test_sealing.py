"""Encrypting a model of the catalogue: its card stays, its report waits for the passphrase."""

import pytest

from engine.catalog.models import Models
from engine.catalog.reports import Reports
from engine.schema.problem import UserError
from engine.system.files import write_json
from engine.system.sealed import wrapped
from tests.fakes.served_model import save_table_model

PASSPHRASE = "correct horse"


class Store:
    def __init__(self):
        self.cards = {}

    def put_model(self, card):
        self.cards[card.id] = card

    def remove_model(self, id):
        self.cards.pop(id)

    def models(self):
        return [*self.cards.values()]


@pytest.fixture
def told():
    return []


@pytest.fixture
def models(home, told, monkeypatch):
    monkeypatch.setattr(wrapped, "_N", 16)
    save_table_model(home)
    models = Models(home, Store(), lambda kind, id, value: told.append(value and value["encrypted"]))
    models.load()
    return models


def code_of(call, *arguments):
    with pytest.raises(UserError) as refused:
        call(*arguments)
    return refused.value.problems[0].code


def test_the_card_says_that_it_is_encrypted_until_it_is_not(home, models, told):
    assert models.encrypt("table-1", PASSPHRASE).encrypted
    assert models.get("table-1").encrypted and models.get("table-1").inputs
    assert not models.decrypt("table-1", PASSPHRASE).encrypted
    assert told == [False, True, False]


def test_what_cannot_be_done_is_said(models):
    assert code_of(models.encrypt, "nobody", PASSPHRASE) == "model_unknown"
    assert code_of(models.decrypt, "table-1", PASSPHRASE) == "model_not_encrypted"
    assert code_of(models.encrypt, "table-1", "1234567") == "passphrase_too_short"
    models.encrypt("table-1", PASSPHRASE)
    assert code_of(models.encrypt, "table-1", "another one") == "model_encrypted_already"
    assert code_of(models.decrypt, "table-1", "another one") == "passphrase_wrong"


def test_a_report_waits_for_the_passphrase(home, models):
    write_json(home.run("table-1").model / "report.json", {"private": "rows"})
    card = models.encrypt("table-1", PASSPHRASE)
    reports = Reports(home)
    assert code_of(reports.report, card) == "model_locked"
    assert code_of(reports.difference, card, card) == "model_locked"


def test_an_interrupted_encryption_is_finished_at_the_next_start(home, models):
    folder = home.run("table-1").model
    weights = (folder / "model.safetensors").read_bytes()
    models.encrypt("table-1", PASSPHRASE)
    (folder / "model.safetensors").write_bytes(weights)  # as a power cut before its removal leaves it
    Models(home, Store(), lambda *_: None).load()
    assert not (folder / "model.safetensors").exists()
    (folder / "sealed.json").write_text("{")
    Models(home, Store(), lambda *_: None).load()  # a damaged one keeps nobody from starting
