"""The chip with the recipes: what a run can start from, and which one it did."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from engine.schema.api import Recipe
from gui.forms.editors import schema_text
from gui.widgets.button import Button


class RecipeMenu(Button):
    """``recipe_chosen`` tells a recipe's id; ``start_over`` that a person wants a blank page."""

    recipe_chosen = Signal(str)
    start_over = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "chip", parent)
        self.setAccessibleName(self.tr("Recipe"))
        self.recipes: dict[str, Recipe] = {}
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self.setProperty("menu", True)

    def set_recipes(self, recipes: Sequence[Recipe]) -> None:
        """Offer these."""
        self.recipes = {recipe.id: recipe for recipe in recipes}
        self._menu.clear()
        for recipe in recipes:
            action = self._menu.addAction(schema_text(recipe.title))
            action.triggered.connect(lambda _=False, id=recipe.id: self.recipe_chosen.emit(id))
        self._menu.addSeparator()
        self._menu.addAction(self.tr("Start over"), self.start_over)

    def say(self, id: str) -> bool:
        """Show which recipe was taken; False when it was none."""
        recipe = self.recipes.get(id)
        self.setText(schema_text(recipe.title) if recipe else self.tr("Recipes"))
        return recipe is not None
