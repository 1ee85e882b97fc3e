"""A whole file scored by a served model: read in any dialect, mapped by name, asked in batches, written whole or not."""

import csv
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "fakes"))
from window_context import FakeConnection, refused, tabular_card, text_card

from engine.schema.api import Sniffed
from engine.schema.card import Column, ModelCard
from engine.schema.problem import Problem, UserError
from engine.schema.reading import Reading
from gui.state.scoring.mapping import input_of, match_columns
from gui.state.scoring.outputs import answer_cells, answer_columns
from gui.state.scoring.rows_file import RowsFile
from gui.state.scoring.scored_file import free_path
from gui.state.scoring.scorer import Score, Scorer
from gui.state.scoring.state import FileScoring

TABLE = ModelCard.model_validate(tabular_card())
TEXT = ModelCard.model_validate(text_card())
COLUMNS = ("age", "sex", "bmi")


def write(folder, *lines, name="rows.csv"):
    path = folder / name
    path.write_text("\n".join(lines) + "\n")
    return path


def rows_of(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def scorer(path, predict, card=TABLE, columns=COLUMNS, **reading):
    file = RowsFile(path, Reading(**reading), columns)
    return Scorer(card, file, match_columns(card.inputs, columns), free_path(path), predict)


def ages(inputs):
    """Predicts ten times the age; refuses who is older than 90, each by name."""
    wrong = [
        Problem(code="not_number", field=f"inputs.{place}.age", params={"value": "old"})
        for place, each in enumerate(inputs)
        if each["age"] > 90
    ]
    if wrong:
        raise UserError.of(wrong)
    return [{"value": each["age"] * 10.0} for each in inputs]


def test_every_row_gets_its_answer_and_refused_ones_their_reason_by_line(tmp_path):
    path = write(tmp_path, "age,sex,bmi", "30,f,21.5", "95,m,20", "40,,", '50,"f",22')
    scores = list(scorer(path, ages))
    written = scores[-1].path
    assert written == tmp_path / "rows-scored.csv"
    assert [row["progression_predicted"] for row in rows_of(written)] == ["300.0", "", "400.0", "500.0"]
    assert rows_of(written)[1]["refused"].startswith("age: ")
    assert "not a number" in rows_of(written)[1]["refused"]
    [line] = [each for score in scores for each in score.newly_refused]
    assert (line.line, line.problem.field) == (3, "age")
    assert (scores[-1].done, scores[-1].refused, scores[-1].share) == (4, 1, 1.0)


def test_batches_grow_while_they_are_quick(tmp_path):
    path = write(tmp_path, "age,sex,bmi", *(f"{number % 80},f,20" for number in range(200)))
    sizes = []
    done = list(scorer(path, lambda inputs: sizes.append(len(inputs)) or ages(inputs)))
    assert sizes[:3] == [16, 32, 64] and sum(sizes) == 200
    shares = [score.share for score in done]
    assert shares == sorted(shares)


def test_how_fast_it_goes_and_how_long_it_takes_is_known_until_the_end():
    score = Score(done=300, share=0.25, refused=0, seconds=2.0)
    assert (score.rate, score.left) == (150.0, 6.0)
    assert Score(done=300, share=1.0, refused=0, seconds=2.0).left is None


@pytest.mark.parametrize("why", ["queue_full", "engine_unreachable"])
def test_an_endpoint_that_is_busy_or_an_engine_that_starts_again_is_waited_for(tmp_path, why):
    path, tries = write(tmp_path, "age,sex,bmi", "30,f,21"), []

    def busy_once(inputs):
        tries.append(inputs)
        if len(tries) == 1:
            raise refused(why)
        return ages(inputs)

    assert list(scorer(path, busy_once))[-1].done == 1
    assert len(tries) == 2


@pytest.mark.parametrize("end", ["cancel", "refusal"])
def test_what_ends_early_leaves_no_file(tmp_path, end):
    path = write(tmp_path, "age,sex,bmi", *["30,f,21"] * 100)
    made = scorer(path, ages)
    if end == "cancel":
        for _ in made:
            made.close()
    else:
        made = scorer(path, lambda inputs: (_ for _ in ()).throw(refused("model_not_served")))
        with pytest.raises(UserError):
            list(made)
    assert [each.name for each in tmp_path.iterdir()] == ["rows.csv"]


def test_a_text_that_a_spreadsheet_would_run_is_disarmed_and_a_number_is_not(tmp_path):
    path = write(tmp_path, "text", "=HYPERLINK(1)", "-1.5", "@SUM(A1)", "fine")
    answer = {"label": "+cmd", "probabilities": {"bad": 0.25, "good": 0.75}}
    made = scorer(path, lambda inputs: [answer] * len(inputs), TEXT, ("text",))
    rows = rows_of(list(made)[-1].path)
    assert [row["text"] for row in rows] == ["'=HYPERLINK(1)", "-1.5", "'@SUM(A1)", "fine"]
    assert {row["label_predicted"] for row in rows} == {"'+cmd"}
    assert rows[0]["p(good)"] == "0.75"


@pytest.mark.parametrize(
    ("lines", "reading"),
    [
        (["age;sex;bmi", "30;f;21,5"], {"delimiter": ";", "decimal": ","}),
        (["30\tf\t21.5"], {"delimiter": "\t", "header": False}),
        (['{"age": 30, "sex": "f", "bmi": 21.5}'], {"format": "json_lines"}),
        (['[{"age": 30, "sex": "f", "bmi": 21.5}]'], {"format": "json"}),
        (["age,sex,bmi,x", "30,f,21.5,NA"], {"missing": ["NA"]}),
    ],
)
def test_rows_are_read_as_the_engine_found_the_file(tmp_path, lines, reading):
    columns = (*COLUMNS, "x") if "x" in lines[0] else COLUMNS
    file = RowsFile(write(tmp_path, *lines), Reading(**reading), columns)
    [row] = file.rows()
    mapping = match_columns(TABLE.inputs, columns)
    assert input_of(TABLE, mapping, row.cells, file.reading) == {"age": 30, "sex": "f", "bmi": 21.5}


def test_a_file_that_breaks_off_says_so(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes(b"text\nfine\n\xff\xfe broken\n")
    with pytest.raises(UserError) as caught:
        list(scorer(path, lambda inputs: [{}] * len(inputs), TEXT, ("text",)))
    assert caught.value.problems[0].code == "score_unreadable"


def test_columns_are_matched_by_name_and_the_only_one_by_itself():
    assert match_columns(TABLE.inputs, ("BMI ", "Sex", "weight")) == {
        "age": None,
        "sex": "Sex",
        "bmi": "BMI ",
    }
    assert match_columns(TEXT.inputs, ("review",)) == {"text": "review"}


def test_new_columns_do_not_take_the_place_of_those_that_are_there():
    card = ModelCard.model_validate(tabular_card(task="recommendation", target="rating"))
    assert answer_columns(TABLE, ("progression_predicted",)) == ["progression_predicted_2", "refused"]
    assert answer_columns(card, ()) == ["items", "scores", "refused"]
    assert answer_cells(card, {"items": ["Emma", "Dune"], "scores": [1.5, 1]}) == ["Emma|Dune", "1.5|1"]


def test_a_file_is_chosen_mapped_scored_and_cancelled(qtbot, tmp_path):
    path = write(tmp_path, "Age,sex,weight", "30,f,70")
    connection = FakeConnection()
    columns = tuple(Column(name=name, kind="number") for name in ("Age", "sex", "weight"))
    connection.engine.answers["sniff_file"] = Sniffed(
        form="table", reading=Reading(), columns=columns, rows=()
    )
    connection.engine.answers["predict"] = lambda id, inputs, name: {"outputs": ages(inputs)}
    scoring = FileScoring(connection, "e1", "diabetes", TABLE)
    scoring.choose(path)
    assert scoring.missing == ["bmi"] and scoring.can_begin
    scoring.map("bmi", "weight")
    scoring.begin()
    assert scoring.running
    connection.hearings[-1].run()
    assert not scoring.running and rows_of(scoring.score.path)[0]["progression_predicted"] == "300.0"
    assert connection.engine.was_asked("predict") == [
        ("e1", [{"age": 30, "sex": "f", "bmi": 70}], "diabetes")
    ]
    scoring.begin()
    scoring.cancel()
    assert not scoring.running and connection.hearings[-1].closed
