"""transformers' ``generate`` behind the plainest server: ``python generate_server.py FOLDER PORT``.

Whoever asks within a few milliseconds of another is generated in the same batch; the tokens are told when all are there,
for ``generate`` streams one text alone.
"""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, SimpleQueue

import torch
from transformers import AutoModelForCausalLM

WAIT = 0.02  # seconds for others to come
waiting: SimpleQueue = SimpleQueue()


def work(model) -> None:
    while True:
        batch = [waiting.get()]
        while True:
            try:
                batch.append(waiting.get(timeout=WAIT))
            except Empty:
                break
        prompts = torch.tensor([asked["prompt"] for asked, _, _ in batch])
        most = max(asked["max_tokens"] for asked, _, _ in batch)
        with torch.inference_mode():
            written = model.generate(
                prompts, attention_mask=torch.ones_like(prompts), do_sample=False, max_new_tokens=most,
                min_new_tokens=most, pad_token_id=0,
            )  # fmt: skip
        for row, (_, found, done) in zip(written.tolist(), batch, strict=True):
            found += row[prompts.shape[1] :]
            done.set()


class Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        found, done = [], threading.Event()
        waiting.put((asked, found, done))
        done.wait()
        self.send_response(200)
        self.end_headers()
        for token in found:
            self.wfile.write(f"data: {json.dumps({'token': token})}\n\n".encode())

    def log_message(self, *_: object) -> None:
        pass


if __name__ == "__main__":
    network = AutoModelForCausalLM.from_pretrained(sys.argv[1], dtype=torch.bfloat16)
    threading.Thread(target=work, args=(network,), daemon=True).start()
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Answering).serve_forever()
