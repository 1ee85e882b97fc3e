"""Endpoints: serve a model, hand out keys, and ask it something."""

import http.client
from urllib.parse import urlsplit

from fastapi import APIRouter, Response

from engine.api.context import Engine
from engine.schema.api import Key, NewKey, PredictRequest, Served, ServeRequest
from engine.schema.problem import UserError

router = APIRouter(prefix="/v1/endpoints", tags=["endpoints"])

ANSWER_SECONDS = 60.0


@router.post("", status_code=201)
def serve_model(engine: Engine, request: ServeRequest, response: Response) -> Served:
    """Serve a model: 201 and a fresh key; 200 when it is served already."""
    served, new = engine.service.serve(request)
    response.status_code = 201 if new else 200
    return served


@router.get("/{id}/keys")
def list_keys(engine: Engine, id: str) -> list[Key]:
    return engine.service.keys(id)


@router.post("/{id}/keys", status_code=201)
def new_key(engine: Engine, id: str, new: NewKey) -> Key:
    """A new key; this answer alone holds its secret."""
    return engine.service.new_key(id, new.name)


@router.delete("/{id}/keys/{key}", status_code=204)
def revoke_key(engine: Engine, id: str, key: str) -> None:
    engine.service.revoke_key(id, key)


@router.post("/{id}/predict")
def predict(engine: Engine, id: str, request: PredictRequest) -> Response:
    """The endpoint's own answer, status included."""
    url, secret = engine.service.endpoint_access(id)
    status, body = _ask(url, secret, request.model_dump_json().encode())
    return Response(body, status, media_type="application/json")


def _ask(url: str, secret: str, body: bytes) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=ANSWER_SECONDS)
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    try:
        connection.request("POST", "/v1/predict", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        raise UserError("endpoint_unreachable") from None
    finally:
        connection.close()
