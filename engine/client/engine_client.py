"""The engine's routes as calls: plain values in, schema records out, problems as UserError.

It knows no screen and no terminal. Event streams are in ``stream``.
"""

import secrets
import threading
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import requests
from pydantic import TypeAdapter, ValidationError

from engine.client.asking import Asking
from engine.client.engine_lost import EngineLost
from engine.client.refusal import refusal
from engine.client.stream import Address, Follower
from engine.schema.api import (
    CLIENT_HEADER,
    PROGRAM,
    AuditLine,
    CheckpointRow,
    EngineInfo,
    Key,
    LogPart,
    NewEndpoint,
    NewJob,
    PartRow,
    Recipe,
    Rows,
    Sniffed,
)
from engine.schema.card import DatasetCard, ModelCard
from engine.schema.job import AnySpec, Job
from engine.schema.machine import Machine, Resources
from engine.schema.plan import Check
from engine.schema.preview import StepsPreview
from engine.schema.problem import UserError
from engine.schema.reading import ReadingOptions
from engine.schema.report import AnswerRows, Difference, Report
from engine.schema.serve import ServedSpec
from engine.schema.train import TrainSpec

T = TypeVar("T")

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 60.0
ASK_SECONDS = 600.0  # an endpoint gives up by its own limit; this only ends the wait for one that hangs
IMPORT_SECONDS = 3600.0  # a large file is read to its end before the answer

_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


class EngineClient:
    """One engine, by address and token. Safe to use from several threads."""

    def __init__(self, url: str, token: str, client: str = PROGRAM) -> None:
        self.url = url
        self.token = token
        self._client = client  # what the audit log calls us
        self._local = threading.local()

    # --- any route

    def get(self, path: str, **params: Any) -> Any:
        return self._ask("GET", path, params=params)

    def post(self, path: str, body: Any = None, timeout: float = ANSWER_SECONDS, **params: Any) -> Any:
        return self._ask("POST", path, body, params, timeout)

    def patch(self, path: str, body: Any) -> Any:
        return self._ask("PATCH", path, body)

    def put(self, path: str, body: Any) -> Any:
        return self._ask("PUT", path, body)

    def delete(self, path: str, **params: Any) -> Any:
        return self._ask("DELETE", path, params=params)

    def follow(
        self, path: str, cursor: str = "", find: Callable[[], Address | None] | None = None
    ) -> Follower:
        """A stream of the engine from a cursor on. ``find`` gives the address of the engine after a restart."""
        return Follower(find or (lambda: (self.url, self.token)), path, cursor)

    # --- the engine and its machine

    def engine(self) -> EngineInfo:
        return _as(EngineInfo, self.get("/v1/engine"))

    def stop_engine(self, all: bool = False) -> None:
        self.post("/v1/engine/stop", {"all": all})

    def machine(self) -> Machine:
        return _as(Machine, self.get("/v1/machine"))

    def resources(self, seconds: float = 3600) -> Resources:
        return _as(Resources, self.get("/v1/resources", seconds=seconds))

    def end_process(self, pid: int, started: float) -> None:
        self.post(f"/v1/processes/{pid}/end", {"started": started})

    # --- datasets and recipes

    def datasets(self) -> list[DatasetCard]:
        return _as(list[DatasetCard], self.get("/v1/datasets"))

    def dataset(self, id: str) -> DatasetCard:
        return _as(DatasetCard, self.get(f"/v1/datasets/{id}"))

    def import_dataset(
        self,
        path: str,
        name: str | None = None,
        form: str = "auto",
        reading: ReadingOptions | None = None,
        import_id: str | None = None,
    ) -> DatasetCard:
        """Import a file or folder; ``import_id``, if given, is what ``cancel_import`` and the changes call it."""
        body = {"path": path, "name": name, "form": form, "reading": _dumped(reading), "import_id": import_id}
        return _as(DatasetCard, self.post("/v1/datasets", body, IMPORT_SECONDS))

    def sniff_file(self, path: str, form: str = "auto", reading: ReadingOptions | None = None) -> Sniffed:
        body = {"path": path, "form": form, "reading": _dumped(reading)}
        return _as(Sniffed, self.post("/v1/datasets/sniff", body))

    def cancel_import(self, id: str) -> None:
        self.post(f"/v1/imports/{id}/cancel")

    def thumbnail(self, id: str, row: int, column: str = "image", size: int = 96) -> bytes:
        """The image in one cell as PNG."""
        return self._answer(
            "GET", f"/v1/datasets/{id}/image", None, {"row": row, "column": column, "size": size}
        ).content

    def rows(self, id: str, offset: int = 0, limit: int = 100) -> Rows:
        return _as(Rows, self.get(f"/v1/datasets/{id}/rows", offset=offset, limit=limit))

    def preview_steps(self, id: str, task: str, data: dict[str, Any]) -> StepsPreview:
        """What the steps of a spec's ``data`` do to the first rows of a dataset."""
        return _as(StepsPreview, self.post(f"/v1/datasets/{id}/steps", {"task": task, "data": data}))

    def delete_dataset(self, id: str) -> None:
        self.delete(f"/v1/datasets/{id}")

    def recipes(self) -> list[Recipe]:
        return _as(list[Recipe], self.get("/v1/recipes"))

    def import_sample(self, recipe: str) -> DatasetCard:
        return _as(DatasetCard, self.post(f"/v1/recipes/{recipe}/sample", timeout=IMPORT_SECONDS))

    # --- jobs

    def check(self, spec: dict[str, Any]) -> Check:
        return _as(Check, self.post("/v1/check", {"spec": spec}))

    def submit(self, spec: AnySpec, request_id: str | None = None, trial: bool = False) -> Job:
        """Submit a job; give the same request id again to ask for an answer that was lost."""
        new = NewJob(spec=spec, request_id=request_id or secrets.token_hex(12), trial=trial)
        return _as(Job, self.post("/v1/jobs", new.model_dump(mode="json")))

    def jobs(self, kind: str | None = None) -> list[Job]:
        return _as(list[Job], self.get("/v1/jobs", kind=kind))

    def job(self, id: str) -> Job:
        return _as(Job, self.get(f"/v1/jobs/{id}"))

    def rename(self, id: str, name: str) -> Job:
        return _as(Job, self.patch(f"/v1/jobs/{id}", {"name": name}))

    def delete_job(self, id: str, with_model: bool = False) -> None:
        self.delete(f"/v1/jobs/{id}", with_model=_flag(with_model))

    def pause(self, id: str) -> Job:
        return _as(Job, self.post(f"/v1/jobs/{id}/pause"))

    def resume(self, id: str) -> Job:
        return _as(Job, self.post(f"/v1/jobs/{id}/resume"))

    def stop(self, id: str, now: bool = False) -> Job:
        return _as(Job, self.post(f"/v1/jobs/{id}/stop", now=_flag(now)))

    def retry(self, id: str) -> Job:
        return _as(Job, self.post(f"/v1/jobs/{id}/retry"))

    def checkpoint(self, id: str) -> Job:
        return _as(Job, self.post(f"/v1/jobs/{id}/checkpoint"))

    def move(self, id: str, before: str | None = None) -> Job:
        return _as(Job, self.post(f"/v1/jobs/{id}/move", {"before": before}))

    def parts(self, id: str) -> list[PartRow]:
        return _as(list[PartRow], self.get(f"/v1/jobs/{id}/parts"))

    def make_recipe(self, id: str, part: int | None = None) -> TrainSpec:
        """The run of a sweep or of Auto that is best, or that has this number."""
        return _as(TrainSpec, self.post(f"/v1/jobs/{id}/recipe", part=part))

    def checkpoints(self, id: str) -> list[CheckpointRow]:
        return _as(list[CheckpointRow], self.get(f"/v1/jobs/{id}/checkpoints"))

    def log(self, id: str, rank: str = "0", offset: int = 0, limit: int = 65536) -> LogPart:
        return _as(LogPart, self.get(f"/v1/jobs/{id}/log", rank=rank, offset=offset, limit=limit))

    # --- models and endpoints

    def models(self) -> list[ModelCard]:
        return _as(list[ModelCard], self.get("/v1/models"))

    def model(self, id: str) -> ModelCard:
        return _as(ModelCard, self.get(f"/v1/models/{id}"))

    def report(self, id: str) -> Report:
        return _as(Report, self.get(f"/v1/models/{id}/report"))

    def answer_rows(
        self, id: str, truth: str | None = None, answer: str | None = None, offset: int = 0, limit: int = 100
    ) -> AnswerRows:
        """Held-out rows with their answers, worst first."""
        asked = {"truth": truth, "answer": answer, "offset": offset, "limit": limit}
        given = urlencode({name: value for name, value in asked.items() if value is not None})
        return _as(AnswerRows, self.get(f"/v1/models/{id}/answers?{given}"))

    def difference(self, id: str, other: str) -> Difference:
        return _as(Difference, self.get(f"/v1/models/{id}/difference?{urlencode({'other': other})}"))

    def encrypt_model(self, id: str, passphrase: str) -> ModelCard:
        return self._sealed(id, "encrypt", passphrase)

    def decrypt_model(self, id: str, passphrase: str) -> ModelCard:
        return self._sealed(id, "decrypt", passphrase)

    def _sealed(self, id: str, how: str, passphrase: str) -> ModelCard:
        body = {"passphrase": passphrase}
        return _as(ModelCard, self.post(f"/v1/models/{id}/{how}", body, timeout=ASK_SECONDS))

    def delete_model(self, id: str) -> None:
        self.delete(f"/v1/models/{id}")

    def serve(self, *models: str | ServedSpec, **how: Any) -> NewEndpoint:
        """Serve models by id or name, or as whole ``ServedSpec``s; ``how`` are the other fields of ``ServeRequest``."""
        wanted = [each if isinstance(each, str) else each.model_dump(mode="json") for each in models]
        return _as(NewEndpoint, self.post("/v1/endpoints", {**how, "models": wanted}))

    def put_model(self, id: str, served: ServedSpec) -> Job:
        """Serve one more model at an endpoint, or have a name of it point at another version."""
        body = served.model_dump(mode="json")
        return _as(Job, self.put(f"/v1/endpoints/{id}/models/{_quoted(served.name)}", body))

    def remove_model(self, id: str, name: str) -> Job:
        return _as(Job, self.delete(f"/v1/endpoints/{id}/models/{_quoted(name)}"))

    def unlock(self, id: str, name: str, passphrase: str) -> Any:
        """Open an encrypted model of an endpoint."""
        return self.post(f"/v1/endpoints/{id}/unlock", {"name": name, "passphrase": passphrase})

    def predict(self, id: str, inputs: list[Any], model: str | None = None) -> Any:
        """The endpoint's answer; raises UserError with the endpoint's own words when it refuses."""
        return self.post(f"/v1/endpoints/{id}/predict", {"inputs": inputs, "model": model})

    def ask(self, id: str, path: str, body: Any = None, timeout: float = ASK_SECONDS) -> Any:
        """What an endpoint answers at a path of its own, such as ``v1/chat/completions``: JSON, else text.

        Without a body it is a GET. Raises UserError with the endpoint's own words when it refuses.
        """
        method = "GET" if body is None else "POST"
        answer = self._answer(method, f"/v1/endpoints/{id}/ask/{path.lstrip('/')}", body, None, timeout)
        is_json = answer.headers.get("content-type", "").startswith("application/json")
        return answer.json() if is_json else answer.text

    def ask_stream(self, id: str, path: str, body: Any) -> Asking:
        """The same as a stream: the data of its server-sent events as they come. ``close`` ends it from any thread."""
        address = (self.url, f"/v1/endpoints/{id}/ask/{path.lstrip('/')}")
        return Asking(*address, self._headers, body)

    # --- keys, and who did what

    def list_keys(self) -> list[Key]:
        return _as(list[Key], self.get("/v1/keys"))

    def new_key(self, name: str = "key", **what: Any) -> Key:
        """A key with its secret; ``what`` are the other fields of ``NewKey``."""
        return _as(Key, self.post("/v1/keys", {**what, "name": name}))

    def revoke_key(self, id: str) -> None:
        self.delete(f"/v1/keys/{id}")

    def audit(self, limit: int = 200) -> list[AuditLine]:
        """Who did what to endpoints, keys and models; newest first."""
        return _as(list[AuditLine], self.get("/v1/audit", limit=limit))

    # --- how it is asked

    def _ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        params: dict[str, Any] | None = None,
        timeout: float = ANSWER_SECONDS,
    ) -> Any:
        answer = self._answer(method, path, body, params, timeout)
        return answer.json() if answer.content else None

    def _answer(
        self,
        method: str,
        path: str,
        body: Any = None,
        params: dict[str, Any] | None = None,
        timeout: float = ANSWER_SECONDS,
    ) -> requests.Response:
        given = {key: value for key, value in (params or {}).items() if value is not None}
        try:
            answer = self._send(method, path, body, given, timeout)
        except requests.RequestException as error:
            raise EngineLost(str(error)) from None
        if answer.status_code >= 300:  # a redirect is not ours: the engine sends none
            raise _error_of(answer)
        return answer

    def _send(
        self, method: str, path: str, body: Any, params: dict[str, Any], timeout: float
    ) -> requests.Response:
        ask = partial(
            self._session().request,
            method,
            self.url + path,
            json=body,
            params=params,
            timeout=(CONNECT_SECONDS, timeout),
            allow_redirects=False,
        )
        try:
            return ask()
        except requests.ConnectionError:
            if method != "GET":  # only what changes nothing may be asked twice
                raise
            return ask()  # a kept connection may have been closed just as it was used

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", CLIENT_HEADER: self._client}

    def _session(self) -> requests.Session:
        """One session a thread: requests does not promise that threads can share one."""
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = requests.Session()
            session.trust_env = False  # a proxy or .netrc of the shell has no business on loopback
            session.headers.update(self._headers)
            self._local.session = session
        return session


def _as(kind: type[T], value: Any) -> T:
    adapter = _ADAPTERS.get(kind)
    if adapter is None:
        adapter = _ADAPTERS[kind] = TypeAdapter(kind)
    try:
        return adapter.validate_python(value)  # type: ignore[no-any-return]
    except ValidationError as error:
        raise UserError("answer_not_understood", reason=str(error).splitlines()[0]) from None


def _dumped(reading: ReadingOptions | None) -> dict[str, Any] | None:
    return reading.model_dump(mode="json", exclude_none=True) if reading else None


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _quoted(name: str) -> str:
    return quote(name, safe="")


def _error_of(answer: requests.Response) -> UserError:
    return refusal(answer.status_code, answer.content)
