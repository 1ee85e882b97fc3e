"""A report is made by asking the model; its rows are found again in the dataset."""

import numpy as np
import pyarrow as pa
import pytest

from engine.report.answers import Answers, read_answers, write_answers
from engine.report.build import IMAGES, build_report
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


def test_a_target_that_a_step_spells_anew_is_still_the_truth(data):
    step = {"step": "normalise_text", "columns": ["Level"], "lower": True}
    shouted = card(target="Level", spec={"training": {"seed": 0}, "data": {"steps": [step]}})
    with pa.OSFile(str(data)) as file:
        table = pa.ipc.open_file(file).read_all()
    table = table.append_column("Level", pa.array(map(str.upper, table["level"].to_pylist())))
    with pa.OSFile(str(data), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    report, _ = build_report(shouted, data, np.arange(ROWS), by_x, "test", weigh_columns=False)
    assert report.scores["accuracy"].value > 0.9
    assert np.trace(np.array(report.confusion)) > 0.9 * ROWS


def test_a_cell_of_no_class_holds_no_rows(data, tmp_path):
    write_report(tmp_path, *build_report(card(), data, np.arange(ROWS), by_x, "test", weigh_columns=False))
    assert answer_rows(tmp_path, data, "<b>", None, 0, 10).total == 0
    assert answer_rows(tmp_path, data, None, "", 0, 10).total == 0
    assert answer_rows(tmp_path, data, "high", None, ROWS, 10).rows == ()


def test_answers_come_back_whatever_the_labels_and_numbers_are(tmp_path):
    rows = np.arange(2)
    shares = np.array([[0.25, 0.75], [1.0, 0.0]])
    for answers in (
        Answers(rows, np.eye(2), shares, ("two\nlines", "")),
        Answers(rows, np.array([123456789.0, 0.1]), np.array([16777217.0, 1.0])),
    ):
        write_answers(tmp_path / "a", answers)
        read = read_answers(tmp_path / "a")
        assert (read.labels, read.truth.tolist(), read.given.tolist()) == (
            answers.labels,
            answers.truth.tolist(),
            answers.given.tolist(),
        )


def test_images_are_brought_a_few_at_a_time_and_shown_by_their_size(data, tmp_path):
    table = pa.table({"photo": [b"x" * size for size in range(ROWS)], "level": ["high", "low"] * (ROWS // 2)})
    with pa.OSFile(str(data), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    asked = []

    def by_size(images):
        asked.append(len(images))
        return [{"probabilities": {"high": 0.5, "low": 0.5}} for _ in images]

    seen = card(
        task="image_classification", input_form="image", inputs=(InputField(name="photo", kind="image"),)
    )
    report, answers = build_report(seen, data, np.arange(ROWS), by_size, "test")
    assert sum(asked) == ROWS == len(answers)
    assert max(asked) == IMAGES
    assert "photo" not in {part.column for part in report.slices}
    write_report(tmp_path, report, answers)
    shown = answer_rows(tmp_path, data, None, None, 0, 3)
    assert [row[0] for row in shown.rows] == [f"{example.row} B" for example in shown.examples]
