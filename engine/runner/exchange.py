"""What an endpoint's server and a runner say to each other: frames over a stream socket. Imports no torch.

A frame is a head (length of the payload, kind, number of the request) and a payload, JSON unless its kind says
otherwise. The server chooses the numbers; 0 is nobody's.
"""

import struct
from enum import IntEnum
from typing import NamedTuple

HEAD = struct.Struct("<IBI")
NURSERY_VARIABLE = "MODELYARD_NURSERY"  # in its environment: {"socket": descriptor, "server": pid}
RUNNER_VARIABLE = (
    "MODELYARD_RUNNER"  # {"served", "limits", "threads", "number", "socket": descriptor, "nursery": pid}
)
MOST_BYTES = 1 << 30  # of one payload; what announces more is no frame of ours


class Kind(IntEnum):
    """What a frame is. The first six go to the runner, the others come from it."""

    PREDICT = 1  # a body of /v1/predict as it came, or one that the server made: {"inputs": [...]}
    GENERATE = 2  # {"prompt" | "messages", …}: see ``engine.runner.generation.request``
    EMBED = 3  # {"inputs": [text or list of token numbers, …]}
    TOKENIZE = 4  # {"text"} or {"messages"}
    CANCEL = 5  # no payload: nobody wants the answer any more
    UNLOCK = 6  # the passphrase as UTF-8, of a model that is encrypted; it stands nowhere else

    READY = 16  # an ``Introduction``; the first frame of a runner that has loaded its model
    FAILED = 17  # a Problem: it could not load, and ends
    LOCKED = 18  # it waits for UNLOCK; a Problem says whether a passphrase was wrong
    ANSWER = 19  # status as two bytes, little-endian, then the body
    BEGUN = 20  # {"prompt_tokens", "cached_tokens"}
    DELTA = 21  # [{"index", "text", "tokens", "logprobs"?, "finish"?}, …]
    END = 22  # {"prompt_tokens", "completion_tokens", "cached_tokens"}: the last of a GENERATE that went well
    REFUSED = 23  # {"status", "problem"}: the last of one that did not
    PULSE = 24  # {"memory", "waiting", "running", "steps", "cache", "why"}; every second, also while nothing is asked


class Frame(NamedTuple):
    """One of them."""

    kind: int
    number: int
    payload: bytes


class FrameReader:
    """Puts frames together from pieces of a stream."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[Frame]:
        """The frames that are complete with these bytes. Raises ValueError at what is none."""
        buffer, frames, start = self._buffer, [], 0
        buffer += data
        while len(buffer) - start >= HEAD.size:
            length, kind, number = HEAD.unpack_from(buffer, start)
            if length > MOST_BYTES:
                raise ValueError(f"a frame of {length} bytes")
            end = start + HEAD.size + length
            if len(buffer) < end:
                break
            frames.append(Frame(kind, number, bytes(buffer[start + HEAD.size : end])))
            start = end
        del buffer[:start]
        return frames


def frame(kind: Kind, number: int = 0, payload: bytes = b"") -> bytes:
    """The bytes of one frame."""
    return HEAD.pack(len(payload), kind, number) + payload
