"""A finished run leaves a report that agrees with the scores it measured in training."""

import numpy as np
import pytest

from engine.report.folder import answers_in, read_report
from tests.fakes.run_folder import (
    classification,
    events_of,
    outcome_of,
    regression,
    scores_of,
    train_here,
    write_dataset,
    write_numbers,
    write_run,
    write_texts,
)


def test_a_regression_is_reported_as_it_was_measured(home):
    write_numbers(home, rows=120)
    files = write_run(
        home, "run", regression(training={"optimizer": {"name": "adamw", "learning_rate": 0.05}})
    )
    train_here(files)
    report, measured = read_report(files.model), scores_of(files)["test"]
    assert (report.split, report.rows) == ("test", 12)
    assert report.scores["rmse"].value == pytest.approx(measured["rmse"], rel=1e-4)
    assert report.scores["r2"].value == pytest.approx(measured["r2"], rel=1e-3)
    assert {weight.column for weight in report.importance} == {"a", "b", "c", "kind"}
    assert report.baseline["rmse"] > report.scores["rmse"].value


def test_a_classification_of_texts_is_reported_as_it_was_measured(home):
    write_texts(home, rows=200)
    files = write_run(home, "run", classification())
    train_here(files)
    report, measured = read_report(files.model), scores_of(files)["test"]
    assert report.scores["accuracy"].value == pytest.approx(measured["accuracy"])
    assert report.confusion == tuple(map(tuple, measured["confusion"]))
    assert not report.importance


@pytest.mark.parametrize(
    "classes", [[0, 1], [1.5, 2.5], [True, False]], ids=["whole numbers", "decimals", "booleans"]
)
def test_classes_of_any_kind_are_found_again(home, classes):
    draw = np.random.default_rng(0)
    level = draw.integers(0, 2, 150)
    columns = {"x": level + draw.normal(scale=0.1, size=150), "level": [classes[number] for number in level]}
    kinds = {"x": "number", "level": "boolean" if classes[0] is True else "number"}
    write_dataset(home, "levels", columns, kinds)
    spec = regression(
        task="tabular_classification",
        data={"source": "levels", "target": "level"},
        training={"optimizer": {"name": "adamw", "learning_rate": 0.05}},
    )
    files = write_run(home, "run", spec)
    train_here(files)
    answers = answers_in(files.model)
    assert (answers.truth.sum(axis=1) == 1).all()
    assert read_report(files.model).scores["accuracy"].value == pytest.approx(
        scores_of(files)["test"]["accuracy"]
    )


def test_without_held_out_rows_there_is_no_report(home):
    write_numbers(home)
    files = write_run(home, "run", regression(data={"split": {"validation": 0.0, "test": 0.0}}))
    train_here(files)
    assert not (files.model / "report.json").exists()


def test_a_model_of_whole_texts_is_reported_by_its_scores(home):
    lines = [f"the {thing} was seen near the old mill" for thing in ("fox", "hen", "owl", "dog")] * 300
    write_dataset(home, "prose", {"text": lines}, {"text": "text"})
    spec = regression(
        task="language_model",
        data={
            "source": "prose",
            "target": None,
            "text": "text",
            "cleaning": {"duplicates": "keep"},
            "split": {"leakage": "warn"},
        },
        model={"name": "decoder", "size": "1m", "context": 16, "vocabulary": 300},
        training={"epochs": None, "max_steps": 2},
    )
    files = write_run(home, "run", spec)
    train_here(files)
    report, measured = read_report(files.model), scores_of(files)["test"]
    assert report.scores["perplexity"].value == pytest.approx(measured["perplexity"])
    assert report.baseline["name"] == "unigram"


def test_a_report_that_fails_costs_no_model(home, monkeypatch):
    def broken(*args, **named):
        raise OSError("the disk has gone")

    monkeypatch.setattr("engine.train.reporting.build_report", broken)
    write_numbers(home)
    files = write_run(home, "run", regression())
    train_here(files)
    assert outcome_of(files.outcome) == "finished"
    assert (files.model / "card.json").exists()
    [note] = [event for event in events_of(files, "note") if event["problem"]["code"] == "report_failed"]
    assert note["problem"]["params"]["reason"] == "the disk has gone"
