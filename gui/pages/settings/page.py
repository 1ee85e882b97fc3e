"""Settings: how the window looks and speaks, where things lie, and the engine behind it."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from gui.context import Context
from gui.i18n.language import LANGUAGES, chosen_language
from gui.pages.settings.about_card import AboutCard
from gui.pages.settings.engine_card import EngineCard
from gui.pages.settings.home_card import HomeCard
from gui.pages.settings.rows import Rows
from gui.theme.theme import CHOICES
from gui.widgets.card import Card
from gui.widgets.page import Page, Scrolled
from gui.widgets.page_header import PageHeader
from gui.widgets.segmented import Segmented

WIDEST = 760


class SettingsPage(Page):
    """Every change counts at once; there is nothing to save."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = context.settings
        self.column.addWidget(PageHeader(self.tr("Settings")))
        scrolled = Scrolled()
        column = scrolled.column
        self._home = HomeCard(context)
        for card in (self._look_card(), self._notice_card(), self._home, EngineCard(context), AboutCard()):
            card.setMaximumWidth(WIDEST)
            column.addWidget(card)
        column.addStretch(1)
        self.column.addWidget(scrolled, 1)

    def shown(self, id: str | None = None) -> None:
        self._home.refresh()

    def _look_card(self) -> Card:
        card = Card(self.tr("Appearance"))
        words = {"system": self.tr("System"), "dark": self.tr("Dark"), "light": self.tr("Light")}
        theme = Segmented([(key, words[key]) for key in CHOICES], self._settings["theme"], self.tr("Theme"))
        theme.changed.connect(lambda value: self._choose("theme", value))
        language = QComboBox()
        language.setAccessibleName(self.tr("Language"))
        for key, name in LANGUAGES.items():
            language.addItem(name, key)
        language.setCurrentIndex(language.findData(chosen_language(self._settings["language"])))
        language.activated.connect(lambda _: self._choose("language", language.currentData()))
        rows = Rows()
        rows.add(self.tr("Theme"), theme)
        rows.add(self.tr("Language"), language)
        card.add(rows)
        return card

    def _notice_card(self) -> Card:
        card = Card(self.tr("Notifications"))
        for name, text in (
            ("notifications", self.tr("Tell me when a run ends")),
            ("ask_before_closing", self.tr("Say what goes on running when I close the window")),
        ):
            box = QCheckBox(text)
            box.setChecked(self._settings[name])
            box.toggled.connect(lambda on, name=name: self._choose(name, on))
            line = QHBoxLayout()
            line.addWidget(box)
            line.addStretch(1)
            card.add_layout(line)
        return card

    def _choose(self, name: str, value: object) -> None:
        self._settings[name] = value
