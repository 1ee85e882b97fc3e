"""``python litserve_peer.py table|text FOLDER PORT SETTINGS``: LitServe, batched where the settings (JSON) say so."""

import json
import sys
from pathlib import Path
from typing import Any

import litserve as ls

sys.path.insert(0, str(Path(__file__).parent))

from peer_models import MODELS

BATCHING = ("max_batch_size", "batch_timeout")


class Api(ls.LitAPI):
    """One model; its processes load it anew, so it is told by name."""

    def __init__(self, kind: str, folder: str, **settings: Any) -> None:
        super().__init__(api_path="/v1/predict", **settings)
        self.kind, self.folder, self.batched = kind, folder, settings.get("max_batch_size", 1) > 1

    def setup(self, device: str) -> None:
        self.model = MODELS[self.kind](self.folder)

    def decode_request(self, request: dict[str, Any]) -> Any:
        return request["inputs"][0]

    def predict(self, values: Any) -> Any:
        return self.model(values) if self.batched else self.model([values])[0]

    def encode_response(self, output: dict[str, Any]) -> dict[str, Any]:
        return {"outputs": [output]}


def main(kind: str, folder: str, port: str, settings: str) -> None:
    how = json.loads(settings)
    batching = {name: how.pop(name) for name in BATCHING if name in how}
    server = ls.LitServer(Api(kind, folder, **batching), accelerator="cpu", **how)
    server.run(port=int(port), host="127.0.0.1", generate_client_file=False, log_level="error")


if __name__ == "__main__":
    main(*sys.argv[1:5])
