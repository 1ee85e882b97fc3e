"""A dataset proposes a spec that needs nothing more."""

import pytest

from engine.schema.card import Column, DatasetCard
from engine.schema.spec_file import parse_spec
from gui.state.proposal import propose
from tests.fakes.spec_context import DIABETES, REVIEWS


@pytest.mark.parametrize("card", [DIABETES, REVIEWS])
def test_what_is_proposed_is_a_whole_spec(card):
    spec = parse_spec(propose(card))
    assert spec.data.source == card.id and spec.task == card.suggestion["task"]


def test_a_text_dataset_proposes_its_text_column():
    assert parse_spec(propose(REVIEWS)).data.text == "review"
    assert parse_spec(propose(DIABETES)).data.text is None


def test_without_a_suggestion_the_last_column_of_numbers_is_predicted():
    columns = (
        Column(name="a", kind="number"),
        Column(name="b", kind="number"),
        Column(name="c", kind="text"),
    )
    card = DatasetCard(
        id="x", name="x", source="x", created=0, bytes=1, rows=5, columns=columns, fingerprint="0" * 64
    )
    spec = parse_spec(propose(card))
    assert spec.data.target == "b" and spec.model.name == "linear"
