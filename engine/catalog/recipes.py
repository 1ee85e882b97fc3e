"""The recipes that come with the program: named starting specs in ``resources/recipes``."""

from functools import cache
from pathlib import Path

import yaml

from engine.schema.api import Recipe
from engine.schema.problem import UserError
from engine.system.paths import RESOURCES


@cache
def read_recipes(folder: Path = RESOURCES / "recipes") -> tuple[Recipe, ...]:
    """Every recipe, in the order of the file names."""
    return tuple(
        Recipe.model_validate({"id": path.stem, **yaml.safe_load(path.read_text(encoding="utf-8"))})
        for path in sorted(folder.glob("*.yaml"))
    )


def find_recipe(id: str, recipes: tuple[Recipe, ...]) -> Recipe:
    """One recipe; raises UserError when there is none of that id."""
    for recipe in recipes:
        if recipe.id == id:
            return recipe
    raise UserError("recipe_unknown", id=id)


def sample_path(recipe: Recipe, samples: Path = RESOURCES / "samples") -> Path:
    """The recipe's bundled sample; raises UserError when it has none."""
    if recipe.sample is None:
        raise UserError("recipe_without_sample", id=recipe.id)
    return samples / recipe.sample
