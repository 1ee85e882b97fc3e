"""A report is made by asking the model; its rows are found again in the dataset."""

import numpy as np
import pyarrow as pa
import pytest

from engine.report.build import build_report
from engine.report.folder import answer_rows, read_report, write_report
from engine.schema.card import InputField, ModelCard
from engine.schema.problem import UserError

ROWS = 200


@pytest.fixture
def data(tmp_path):
    """Class “high” where x is above a half; the colour says nothing; rows come in three batches."""
    generator = np.random.default_rng(0)
    x = generator.random(ROWS)
    table = pa.table(
        {
            "x": x,
            "colour": generator.choice(["red", "green"], ROWS),
            "level": np.where(x > 0.5, "high", "low"),
        }
    )
    path = tmp_path / "data.arrow"
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        for batch in table.to_batches(max_chunksize=70):
            writer.write_batch(batch)
    return path


def card(**changes) -> ModelCard:
    values = {
        "id": "m",
        "name": "m",
        "created": 0.0,
        "task": "tabular_classification",
        "run": "m",
        "spec": {"training": {"seed": 0}, "data": {}},
        "inputs": (InputField(name="x", kind="number"), InputField(name="colour", kind="category")),
        "input_form": "record",
        "target": "level",
        "labels": ("high", "low"),
        "metrics": {"test": {"baseline": {"name": "majority", "accuracy": 0.5}}},
    }
    return ModelCard(**{**values, **changes})


def by_x(records):
    """A model that looks at x alone, and is wrong for red ones above 0.9."""
    answers = []
    for record in records:
        high = 0.9 if record["x"] > 0.5 and not (record["x"] > 0.9 and record["colour"] == "red") else 0.2
        answers.append({"label": "", "probabilities": {"high": high, "low": 1 - high}})
    return answers


def test_a_report_tells_what_a_client_would_find(data, tmp_path):
    rows = np.arange(0, ROWS, 2)
    report, answers = build_report(card(), data, rows, by_x, "test")
    wrong = sum(1 for example in report.worst if example.truth != example.answer)
    assert report.measured == len(rows)
    assert report.scores["accuracy"].value == pytest.approx(1 - wrong / len(rows))
    assert np.sum(report.confusion) == len(rows)
    assert report.baseline["name"] == "majority"
    assert [weight.column for weight in report.importance] == ["x", "colour"]
    assert report.importance[0].drop > 0.2 > report.importance[1].drop
    slices = {(part.column, part.value): part.score.value for part in report.slices}
    assert slices["colour", "green"] == 1.0 > slices["colour", "red"]

    write_report(tmp_path, report, answers)
    assert read_report(tmp_path) == report
    cell = answer_rows(tmp_path, data, "high", "low", 0, 100)
    assert cell.total == wrong == len(cell.rows)
    for example, row in zip(cell.examples, cell.rows, strict=True):
        assert example.row % 2 == 0
        assert row[1:] == ("red", "high")
        assert row[0] > 0.9


def test_a_regression_shows_answer_beside_truth(data):
    twice = card(
        task="tabular_regression", target="x", labels=(), inputs=(InputField(name="colour", kind="category"),)
    )
    report, _ = build_report(
        twice, data, np.arange(50), lambda records: [{"value": 0.5} for _ in records], "test"
    )
    assert report.metric == "rmse"
    assert len(report.residuals) == 50
    assert {answer for answer, _ in report.residuals} == {0.5}
    assert report.scores["r2"].value <= 0


def test_rows_come_back_in_the_order_asked(data):
    from engine.report.dataset_rows import read_columns

    asked = np.array([150, 3, 80, 3, 199])
    whole = read_columns(data, np.arange(ROWS)).column("x").to_numpy()
    assert read_columns(data, asked, ["x"]).column("x").to_numpy().tolist() == whole[asked].tolist()


def test_a_model_without_a_report_says_so(tmp_path):
    with pytest.raises(UserError) as caught:
        read_report(tmp_path)
    assert caught.value.problems[0].code == "report_not_there"
