"""A program that writes tokens as llama.cpp's server or vLLM tells them: each is the sum of the two before it, modulo 97.

``python peer_program.py llama-server --port N …``; ``vllm serve … --port N``. After the token 90 its text is over.
"""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

END = 90
MODULUS = 97


def next_token(tokens: list[int]) -> int:
    return (tokens[-1] + tokens[-2]) % MODULUS


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.headers["Authorization"] != f"Bearer {option('--api-key')}":
            self.send_error(401)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        if self.path == "/completion":
            self.say_as_llama_cpp(asked)
        else:
            self.say_as_vllm(asked)

    def say_as_llama_cpp(self, asked: dict) -> None:
        for token in self.tokens(asked["prompt"], asked["n_predict"], asked["ignore_eos"]):
            self.event({"tokens": [token], "stop": False})
        self.event({"tokens": [], "stop": True, "stop_type": "eos" if self.met_end else "limit"})

    def say_as_vllm(self, asked: dict) -> None:
        choice = {"finish_reason": None}
        for token in self.tokens(asked["prompt"], asked["max_tokens"], asked["ignore_eos"]):
            self.event({"choices": [{**choice, "token_ids": [token]}]})
        choice["finish_reason"] = "stop" if self.met_end else "length"
        self.event({"choices": [{**choice, "token_ids": []}]})
        self.wfile.write(b"data: [DONE]\n\n")

    def tokens(self, prompt: list[int], most: int, goes_on: bool):
        self.met_end = False
        seen = list(prompt)
        for _ in range(most):
            token = next_token(seen)
            if token == END and not goes_on:
                self.met_end = True
                return
            seen.append(token)
            yield token
            if prompt[0] == 1:  # “slow”
                time.sleep(0.05)
            if prompt[0] == 2:  # “lose”
                self.connection.close()
                sys.exit()

    def event(self, value: dict) -> None:
        self.wfile.write(f"data: {json.dumps(value)}\n\n".encode())
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        pass


def option(name: str) -> str:
    return sys.argv[sys.argv.index(name) + 1]


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(option("--port"))), Answering).serve_forever()
