"""Keys: who may ask which models of all endpoints, and what they did with it."""

from typing import Annotated

from fastapi import APIRouter, Path

from engine.api.context import Engine
from engine.schema.api import Key, NewKey

router = APIRouter(prefix="/v1/keys", tags=["keys"])


@router.get("")
def list_keys(engine: Engine) -> list[Key]:
    return engine.service.list_keys()


@router.post("", status_code=201)
def new_key(engine: Engine, new: NewKey) -> Key:
    """A new key; this answer alone holds its secret."""
    key = engine.service.new_key(new)
    engine.note("key_made", key.id, name=key.name, models=key.models, actions=key.actions)
    return key


@router.delete("/{id}", status_code=204)
def revoke_key(engine: Engine, id: Annotated[str, Path(max_length=64)]) -> None:
    """Refused from now on, by every endpoint."""
    key = engine.service.revoke_key(id)
    engine.note("key_revoked", id, name=key.name)
