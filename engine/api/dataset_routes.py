"""Datasets, and the recipes that start from a sample."""

from typing import Annotated

from fastapi import APIRouter, Query

from engine.api.context import Engine
from engine.schema.api import NewDataset, Recipe, Rows
from engine.schema.card import DatasetCard

router = APIRouter(prefix="/v1", tags=["datasets"])


@router.get("/datasets")
def list_datasets(engine: Engine) -> list[DatasetCard]:
    return engine.service.datasets()


@router.post("/datasets", status_code=201)
def import_dataset(engine: Engine, new: NewDataset) -> DatasetCard:
    """Import a file of this machine; the same content again gives the same dataset."""
    return engine.service.import_dataset(new)


@router.get("/datasets/{id}")
def get_dataset(engine: Engine, id: str) -> DatasetCard:
    return engine.service.dataset(id)


@router.get("/datasets/{id}/rows")
def get_rows(
    engine: Engine,
    id: str,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Rows:
    return engine.service.rows(id, offset, limit)


@router.delete("/datasets/{id}", status_code=204)
def delete_dataset(engine: Engine, id: str) -> None:
    engine.service.delete_dataset(id)


@router.get("/recipes")
def list_recipes(engine: Engine) -> list[Recipe]:
    return engine.service.recipes()


@router.post("/recipes/{id}/sample", status_code=201)
def import_sample(engine: Engine, id: str) -> DatasetCard:
    """Import the recipe's bundled sample."""
    return engine.service.import_sample(id)
