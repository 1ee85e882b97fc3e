"""The recipes that come with the program: each can be launched on its own sample."""

import pytest

from engine.catalog.recipes import find_recipe, read_recipes, sample_path
from engine.schema.problem import UserError


@pytest.mark.parametrize("recipe", read_recipes(), ids=lambda recipe: recipe.id)
def test_a_recipe_has_words_and_its_sample(recipe):
    assert recipe.title
    assert recipe.description.endswith(".")
    assert sample_path(recipe).exists()
    assert find_recipe(recipe.id, read_recipes()) == recipe


def test_the_two_first_recipes_are_there():
    assert {"linear-regression", "sentiment"} <= {recipe.id for recipe in read_recipes()}


def test_an_unknown_recipe_is_said():
    with pytest.raises(UserError, match="no recipe"):
        find_recipe("cake", ())
