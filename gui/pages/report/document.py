"""A report as a document that leaves the window: one HTML file with its pictures inside, or the same as PDF."""

import base64
import html
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QMarginsF, QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

from engine.schema.card import ModelCard
from engine.schema.report import Report
from gui.forms.labels import task_words
from gui.i18n.amounts import moment, number
from gui.pages.report.rows_card import said
from gui.pages.report.scores_card import interval_words
from gui.pages.report.weights_row import importance_bars, slice_bars
from gui.theme.theme import theme
from gui.widgets.chart_axis import figure
from gui.widgets.interval_bars import LINE, paint_interval_bars
from gui.widgets.scatter_plot import paint_scatter
from gui.widgets.score_words import baseline_words, score_words
from gui.widgets.unit_plot import UnitCurve, paint_unit_plot

_WIDTH, _HEIGHT = 620, 360  # of a picture, in CSS pixels; painted twice as fine
_FINENESS = 2
_STYLE = "body{font-family:Inter,'Noto Sans CJK SC',sans-serif;color:#1b2430;max-width:720px;margin:2em auto}\
table{border-collapse:collapse}td,th{padding:4px 12px;border-bottom:1px solid #dde3ea;text-align:left}\
td.number,th.number{text-align:right}h1{font-size:22px}h2{font-size:16px;margin-top:1.6em}p,td,th{font-size:13px}"

Paint = Callable[[QPainter, QRectF], None]


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReportDocument", text)


def save_html(path: Path, card: ModelCard, report: Report) -> None:
    """Raises OSError where the file cannot be written."""
    path.write_text(document_of(card, report), encoding="utf-8")


def save_pdf(path: Path, card: ModelCard, report: Report) -> None:
    """Raises OSError where the file cannot be written."""
    path.open("ab").close()  # the writer itself says nothing of why it could not
    writer = QPdfWriter(str(path))
    writer.setTitle(card.name)
    writer.setCreator("Modelyard")
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(15, 15, 15, 15), QPageLayout.Unit.Millimeter)
    )  # fmt: skip
    document = QTextDocument()
    document.setHtml(document_of(card, report))
    document.print_(writer)


def document_of(card: ModelCard, report: Report) -> str:
    """The whole document. What people and files say is escaped: a label is never markup."""
    title = html.escape(card.name)
    parts = [
        f"<h1>{title}</h1>",
        _facts(card, report),
        _section(_tr("Scores"), _scores(report)),
        *_pictures(report),
        _section(_tr("Confusion matrix"), _confusion(report)),
        _section(_tr("Worst answers"), _worst(report)),
    ]
    return f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style></head><body>{"".join(parts)}</body></html>'


def _facts(card: ModelCard, report: Report) -> str:
    facts = [
        (_tr("Task"), task_words(report.task)),
        (_tr("Dataset"), card.dataset.get("name", "")),
        (_tr("Fingerprint"), card.dataset.get("fingerprint", "")[:16]),
        (_tr("Measured on"), _tr("{0} of {1} held-out rows").format(number(report.measured), number(report.rows))),
        (_tr("Made"), moment(card.created)),
    ]  # fmt: skip
    return _table([], [(name, html.escape(value)) for name, value in facts])


def _scores(report: Report) -> str:
    naive = report.baseline
    lines = []
    for name, score in report.scores.items():
        other = naive.get(name)
        held = (
            f"{figure(other)} ({baseline_words(str(naive.get('name', '')))})"
            if isinstance(other, int | float)
            else ""
        )
        lines.append((html.escape(score_words(name)), figure(score.value), interval_words(score), held))
    return _table([_tr("Score"), _tr("Value"), _tr("95 % interval"), _tr("Naive answer")], lines)


def _pictures(report: Report) -> list[str]:
    """Curves and bars, as many as there are."""
    found: list[tuple[str, Paint, int]] = []
    for title, curves, axes, diagonal in (
        (_tr("ROC"), report.roc, (_tr("False positive rate"), _tr("True positive rate")), True),
        (_tr("Precision over recall"), report.precision_recall, (_tr("Recall"), _tr("Precision")), False),
    ):
        if curves:
            drawn = [UnitCurve(label, curve.x, curve.y) for label, curve in curves.items()]
            found.append(
                (title, partial(paint_unit_plot, curves=drawn, titles=axes, diagonal=diagonal), _HEIGHT)
            )
    if report.residuals:
        axes = (_tr("Answer"), _tr("Truth"))
        found.append(
            (
                _tr("Answers beside the truth"),
                partial(paint_scatter, pairs=report.residuals, titles=axes),
                _HEIGHT,
            )
        )
    for title, bars in (
        (_tr("By column"), slice_bars(report)[:30]),
        (_tr("What it leans on"), importance_bars(report.importance)[:30]),
    ):
        if bars:
            found.append((title, partial(paint_interval_bars, bars=bars), LINE * len(bars)))
    return [_section(title, _picture(paint, height)) for title, paint, height in found]


def _picture(paint: Paint, height: int) -> str:
    image = QImage(_WIDTH * _FINENESS, height * _FINENESS, QImage.Format.Format_RGB32)
    with theme().on_paper():
        image.fill(theme().colour("panel"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(_FINENESS, _FINENESS)
        paint(painter, QRectF(0, 0, _WIDTH, height))
        painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    encoded = base64.b64encode(bytes(data.data())).decode()
    return f'<p><img width="{_WIDTH}" height="{height}" src="data:image/png;base64,{encoded}"></p>'


def _confusion(report: Report) -> str:
    if not report.confusion:
        return ""
    head = [_tr("true, answered →"), *map(html.escape, report.labels)]
    pairs = zip(report.labels, report.confusion, strict=True)
    return _table(head, [(html.escape(label), *map(number, counts)) for label, counts in pairs])


def _worst(report: Report) -> str:
    lines = [
        (
            number(example.row),
            html.escape(said(example.truth)),
            html.escape(said(example.answer)),
            figure(example.loss),
        )
        for example in report.worst[:20]
    ]
    return _table([_tr("Row"), _tr("Truth"), _tr("Answer"), _tr("Loss")], lines) if lines else ""


def _section(title: str, content: str) -> str:
    return f"<h2>{html.escape(title)}</h2>{content}" if content else ""


def _table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th>{cell}</th>" for cell in head)
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines)
    return f'<table cellspacing="0">{f"<tr>{top}</tr>" if top else ""}{rows}</table>'
