"""The page of one endpoint without an engine: open it, and tell it what an endpoint's events say."""

from typing import Any

from window_context import Desk, serve_job

from gui.pages.serve.page import ServePage


def served(name: str = "diabetes", model: str = "m1", state: str = "ready", **values: Any) -> dict[str, Any]:
    """The event of one name behind the address."""
    return {"kind": "served", "served": {"name": name, "model": model, "state": state, **values}}


def open_page(qtbot: Any, desk: Desk, *events: dict[str, Any], endpoint: str = "e1", **job: Any) -> ServePage:
    """Served is what the job's spec says, ready and asked for predictions, unless events say otherwise."""
    made = desk.put_job(serve_job(endpoint, **job))
    page = ServePage(desk.context)
    qtbot.addWidget(page)
    page.resize(1092, 800)
    page.shown(endpoint)
    page.show()
    plain = [served(each.name, each.model, can=["predict"]) for each in made.spec.models]
    tell(qtbot, page, *(events or plain))
    return page


def tell(qtbot: Any, page: ServePage, *events: dict[str, Any]) -> None:
    """Give the page events, and wait until it shows them."""
    with qtbot.waitSignal(page.view.state.changed):
        page.view.state.receive(list(events))


def playground(page: ServePage) -> Any:
    return page.view.playgrounds.currentWidget()


def talk_model(id: str, name: str = "tales", **values: Any) -> dict[str, Any]:
    """The card of a language model."""
    base = {
        "id": id, "name": name, "created": 1_790_000_000.0, "task": "language_model", "run": id, "spec": {},
        "inputs": [{"name": "text", "kind": "text", "example": "Once"}], "input_form": "text", "parameters": 30_000_000,
    }  # fmt: skip
    return {**base, **values}
