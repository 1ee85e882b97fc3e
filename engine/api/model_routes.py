"""Finished models."""

from typing import Annotated

from fastapi import APIRouter, Query

from engine.api.context import Engine
from engine.schema.api import Passphrase
from engine.schema.card import ModelCard
from engine.schema.report import AnswerRows, Difference, Report

router = APIRouter(prefix="/v1/models", tags=["models"])


@router.get("")
def list_models(engine: Engine) -> list[ModelCard]:
    return engine.service.models()


@router.get("/{id}")
def get_model(engine: Engine, id: str) -> ModelCard:
    return engine.service.model(id)


@router.get("/{id}/report")
def get_report(engine: Engine, id: str) -> Report:
    """Scores, curves and examples on the rows that were held out."""
    return engine.service.report(id)


@router.get("/{id}/answers")
def get_answers(
    engine: Engine,
    id: str,
    truth: str | None = None,
    answer: str | None = None,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> AnswerRows:
    """Held-out rows with their answers, worst first; of one true class, of one answered class, or all."""
    return engine.service.answers(id, truth, answer, offset, limit)


@router.get("/{id}/difference")
def get_difference(engine: Engine, id: str, other: str) -> Difference:
    """This model and another one on the same rows."""
    return engine.service.difference(id, other)


@router.delete("/{id}", status_code=204)
def delete_model(engine: Engine, id: str) -> None:
    """409 while the model is served."""
    engine.service.delete_model(id)
    engine.note("model_deleted", id)


@router.post("/{id}/encrypt")
def encrypt_model(engine: Engine, id: str, body: Passphrase) -> ModelCard:
    """Encrypt its files on the disk. Endpoints that serve it go on; they ask for the passphrase when they load it
    again."""
    card = engine.service.encrypt_model(id, body.passphrase.get_secret_value())
    engine.note("model_encrypted", id)
    return card


@router.post("/{id}/decrypt")
def decrypt_model(engine: Engine, id: str, body: Passphrase) -> ModelCard:
    """Have its files lie plain again."""
    card = engine.service.decrypt_model(id, body.passphrase.get_secret_value())
    engine.note("model_decrypted", id)
    return card
