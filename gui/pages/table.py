"""Every page of the window: key → title, where it stands in the navigation, and its class by import path.

A page's class takes ``(context: Context, parent: QWidget | None = None)`` and may have
``shown(id: str | None)``, called each time it comes to the front, and ``hidden()``, called when it
leaves it. Pages are made when first shown, so nothing here is imported at the start.

When the language changes the window deletes all its pages and makes the current one anew, then calls
``shown`` with the same id. So a page needs no ``changeEvent``: it calls ``self.tr`` while it builds
itself, and leaves in ``context.memory[key]`` what a person would miss (an edited form, a filter).
When the theme changes pages stay: the style sheet reaches plain widgets, and whatever paints itself
listens to ``theme().changed``.

Ids: ``run`` takes a job's id, and leads to ``group`` where that job is made of runs; ``report`` a model's, ``compare``
job ids joined by commas, ``datasets``, ``models`` and ``serve`` the entry to choose, ``new_run`` a dataset's id to start
from. Files dropped anywhere on the window go to the Datasets page's ``import_files(paths: list[str])``.
"""

from dataclasses import dataclass
from importlib import import_module

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtWidgets import QWidget

from gui.context import Context


@dataclass(frozen=True)
class PageEntry:
    """One page. ``section`` is the navigation entry that is lit while it shows."""

    key: str
    title: str
    section: str
    path: str  # "module:Class"

    def say_title(self) -> str:
        return QCoreApplication.translate("Pages", self.title)

    def create(self, context: Context) -> QWidget:
        module, _, name = self.path.partition(":")
        return getattr(import_module(module), name)(context)


PAGES: dict[str, PageEntry] = {
    entry.key: entry
    for entry in (
        PageEntry(
            "machine", QT_TRANSLATE_NOOP("Pages", "Machine"), "machine", "gui.pages.machine.page:MachinePage"
        ),
        PageEntry(
            "datasets",
            QT_TRANSLATE_NOOP("Pages", "Datasets"),
            "datasets",
            "gui.pages.datasets.page:DatasetsPage",
        ),
        PageEntry(
            "new_run", QT_TRANSLATE_NOOP("Pages", "New run"), "new_run", "gui.pages.new_run.page:NewRunPage"
        ),
        PageEntry(
            "report", QT_TRANSLATE_NOOP("Pages", "Report"), "models", "gui.pages.report.page:ReportPage"
        ),
        PageEntry("runs", QT_TRANSLATE_NOOP("Pages", "Runs"), "runs", "gui.pages.runs.page:RunsPage"),
        PageEntry("run", QT_TRANSLATE_NOOP("Pages", "Run"), "runs", "gui.pages.run.page:RunPage"),
        PageEntry(
            "group", QT_TRANSLATE_NOOP("Pages", "Job made of runs"), "runs", "gui.pages.group.page:GroupPage"
        ),
        PageEntry(
            "compare", QT_TRANSLATE_NOOP("Pages", "Compare"), "runs", "gui.pages.compare.page:ComparePage"
        ),
        PageEntry(
            "models", QT_TRANSLATE_NOOP("Pages", "Models"), "models", "gui.pages.models.page:ModelsPage"
        ),
        PageEntry("serve", QT_TRANSLATE_NOOP("Pages", "Serve"), "serve", "gui.pages.serve.page:ServePage"),
        PageEntry(
            "settings",
            QT_TRANSLATE_NOOP("Pages", "Settings"),
            "settings",
            "gui.pages.settings.page:SettingsPage",
        ),
    )
}

# The order in the navigation, and of Ctrl+1 … Ctrl+7.
SECTIONS: tuple[str, ...] = ("machine", "datasets", "new_run", "runs", "models", "serve", "settings")
