"""Finished models."""

from fastapi import APIRouter

from engine.api.context import Engine
from engine.schema.card import ModelCard

router = APIRouter(prefix="/v1/models", tags=["models"])


@router.get("")
def list_models(engine: Engine) -> list[ModelCard]:
    return engine.service.models()


@router.get("/{id}")
def get_model(engine: Engine, id: str) -> ModelCard:
    return engine.service.model(id)


@router.delete("/{id}", status_code=204)
def delete_model(engine: Engine, id: str) -> None:
    """409 while the model is served."""
    engine.service.delete_model(id)
