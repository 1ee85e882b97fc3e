"""What is bundled: samples, recipes, icons, and the words about them."""

import csv
import io
import re
from collections import Counter
from typing import get_args

import pyarrow.parquet as parquet
import pytest
import yaml
from sklearn.datasets import load_diabetes

from engine.catalog.recipes import read_recipes, sample_path
from engine.data.images import decoded
from engine.schema.model_spec import TaskName
from engine.schema.roles import ROLES
from engine.schema.spec_file import load_text, parse_spec
from engine.system.paths import RESOURCES, ROOT
from tests.resources.invent_books import HEAD, invented


def rows_of(name: str) -> list[dict[str, str]]:
    with (RESOURCES / "samples" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_diabetes_sample_is_scikit_learns():
    original = load_diabetes(scaled=False)
    rows = rows_of("diabetes.csv")
    assert list(rows[0]) == [*original.feature_names, "progression"]
    assert [[float(value) for value in row.values()] for row in rows] == [
        [*map(float, features), float(target)]
        for features, target in zip(original.data, original.target, strict=True)
    ]


def test_the_reviews_are_balanced_and_none_is_empty():
    rows = rows_of("reviews.csv")
    assert Counter(row["sentiment"] for row in rows) == {"negative": 2100, "positive": 2100}
    assert all(row["review"].strip() for row in rows)
    assert len({row["review"] for row in rows}) == len(rows)


def test_the_clothes_are_balanced_pictures_and_none_comes_twice():
    rows = parquet.read_table(RESOURCES / "samples" / "clothes.parquet").to_pylist()
    assert set(Counter(row["label"] for row in rows).values()) == {400}
    assert len({row["label"] for row in rows}) == 10
    assert len({row["image"]["bytes"] for row in rows}) == len(rows) == 4000
    assert decoded(rows[0]["image"]["bytes"], 28, 1).shape == (1, 28, 28)
    recipe = next(recipe for recipe in read_recipes() if recipe.id == "clothes")
    assert {recipe.spec.data.target, recipe.spec.data.image} == set(rows[0])


def test_the_books_are_those_that_the_script_invents():
    rows = rows_of("books.csv")
    assert list(rows[0]) == list(HEAD)
    assert (len(rows), len({row["reader"] for row in rows}), len({row["book"] for row in rows})) == (
        13668,
        600,
        300,
    )
    assert len({(row["reader"], row["book"]) for row in rows}) == len(rows), "nobody reads a book twice"
    first = next(csv.DictReader(io.StringIO(invented())))
    assert (first["reader"], first["country"]) == (rows[0]["reader"], rows[0]["country"])


@pytest.mark.parametrize("id", ["income", "linear-regression", "recommendation", "sentiment"])
def test_a_recipe_brings_its_own_data_and_runs_on_two_workers(id):
    recipe = next(recipe for recipe in read_recipes() if recipe.id == id)
    assert sample_path(recipe).is_file()
    assert recipe.spec.data.source == recipe.sample
    assert recipe.spec.strategy.devices == ("cpu", "cpu")
    named = {getattr(recipe.spec.data, role) for role in ROLES if role != "features"} - {None}
    assert named | set(recipe.spec.data.features or ()) <= set(rows_of(recipe.sample)[0])


def test_the_census_sample_has_categories_gaps_and_both_incomes():
    rows = rows_of("income.csv")
    assert len(rows) == 5000 and len(rows[0]) == 13
    assert Counter(row["income"] for row in rows) == {"<=50K": 3797, ">50K": 1203}
    assert sum("" in row.values() for row in rows) == 348
    assert not any(value == "?" for row in rows for value in row.values())


def test_there_is_a_recipe_for_every_task():
    assert {recipe.spec.task for recipe in read_recipes()} == set(get_args(TaskName))
    assert all(sample_path(recipe).stat().st_size <= 5_000_000 for recipe in read_recipes())


def test_every_sample_has_its_origin_and_licence_written_down():
    sources = (RESOURCES / "samples" / "SOURCES.md").read_text(encoding="utf-8")
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for sample in set((RESOURCES / "samples").iterdir()) - {RESOURCES / "samples" / "SOURCES.md"}:
        assert f"`{sample.name}`" in sources
        assert sample.name in notice
    for recipe in read_recipes():
        row = next(line for line in sources.splitlines() if f"`{recipe.sample}`" in line)
        assert recipe.licence and recipe.licence in row


def test_the_spec_in_the_readme_is_a_spec():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    text = re.search(r"```yaml\n(.*?)```", readme, re.DOTALL)[1]
    spec = parse_spec(load_text(text))
    assert (spec.task, spec.strategy.name) == ("tabular_regression", "ddp")


def test_the_readme_names_every_command_a_person_types():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in ("engine", "train", "runs", "models", "serve", "doctor", "install", "test"):
        assert f"`main.py {command}" in readme
    assert "`uninstall`" in readme


def test_ci_runs_the_command_of_the_readme():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "python3 main.py test" in script
    assert "python3 main.py test" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_recipes_are_written_in_the_files_own_terms():
    for path in (RESOURCES / "recipes").glob("*.yaml"):
        value = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert value["id"] == path.stem
        assert parse_spec(value["spec"]).name
