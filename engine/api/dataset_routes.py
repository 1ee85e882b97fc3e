"""Datasets, and the recipes that start from a sample."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from engine.api.context import Engine
from engine.schema.api import NewDataset, Recipe, Rows, Sniffed, SniffFile
from engine.schema.card import DatasetCard
from engine.schema.preview import StepsPreview, StepsRequest

router = APIRouter(prefix="/v1", tags=["datasets"])


@router.get("/datasets")
def list_datasets(engine: Engine) -> list[DatasetCard]:
    return engine.service.datasets()


@router.post("/datasets", status_code=201)
def import_dataset(engine: Engine, new: NewDataset) -> DatasetCard:
    """Import a file or folder of this machine; the same content again gives the same dataset."""
    return engine.service.import_dataset(new)


@router.post("/datasets/sniff")
def sniff_file(engine: Engine, file: SniffFile) -> Sniffed:
    """What an import would use and find, by the beginning of the file."""
    return engine.service.sniff_file(file)


@router.post("/imports/{id}/cancel", status_code=204)
def cancel_import(engine: Engine, id: str) -> None:
    """End an import by the id its request gave; the request is then answered with a problem."""
    engine.service.cancel_import(id)


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


@router.post("/datasets/{id}/steps")
def preview_steps(engine: Engine, id: str, request: StepsRequest) -> StepsPreview:
    """What the steps of a spec do to the first rows, and how these are parted; what is wrong is part of the answer."""
    return engine.service.preview_steps(id, request)


@router.get("/datasets/{id}/image", response_class=Response)
def get_image(
    engine: Engine,
    id: str,
    row: Annotated[int, Query(ge=0)],
    column: str = "image",
    size: Annotated[int, Query(ge=16, le=1024)] = 96,
) -> Response:
    """The image in one cell, at most so many pixels to a side, as PNG."""
    return Response(engine.service.thumbnail(id, row, column, size), media_type="image/png")


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
