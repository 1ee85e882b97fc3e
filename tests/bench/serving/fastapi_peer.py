"""``python fastapi_peer.py table|text FOLDER PORT SETTINGS``: a typed body, the model called in the handler, no batches."""

import json
import sys
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

sys.path.insert(0, str(Path(__file__).parent))

from peer_models import MODELS


class Row(BaseModel):
    age: float
    city: str
    day: str


class Rows(BaseModel):
    inputs: list[Row]


class Texts(BaseModel):
    inputs: list[str]


def main(kind: str, folder: str, port: str, settings: str) -> None:
    model, app = MODELS[kind](folder), FastAPI()

    async def predict_rows(body: Rows) -> dict[str, Any]:
        return {"outputs": model([row.model_dump() for row in body.inputs])}

    def predict_texts(body: Texts) -> dict[str, Any]:
        """In a thread, because it takes long."""
        return {"outputs": model(body.inputs)}

    app.post("/v1/predict")(predict_rows if kind == "table" else predict_texts)
    uvicorn.run(
        app, host="127.0.0.1", port=int(port), access_log=False, log_level="error", **json.loads(settings)
    )


if __name__ == "__main__":
    main(*sys.argv[1:5])
