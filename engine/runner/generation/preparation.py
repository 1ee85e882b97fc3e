"""Frames to requests that can be computed at once: templates, tokens and grammars, in a thread of their own so that no
step waits for them. What needs no model is answered from here."""

import json
import secrets
import traceback
from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from engine.model.greedy import MOST_TOKENS
from engine.runner.exchange import Frame, Kind, frame
from engine.runner.generation.answer import Answer
from engine.runner.generation.constraint import Grammars
from engine.runner.generation.drawing import Drawing
from engine.runner.generation.opening import Opened
from engine.runner.generation.prompt import Prompts
from engine.runner.generation.refused import RefusedError
from engine.runner.generation.request import GenerationRequest
from engine.runner.generation.requests import Embedding, Prediction, Request, Writing, answer_frame
from engine.runner.generation.sequence import Sequence
from engine.runner.generation.text_stream import TextStream
from engine.runner.generation.token_text import TokenTexts
from engine.runner.link import LinkClosed
from engine.runner.prediction import bodies
from engine.schema.problem import UserError

_SEED_BITS = 63
_GREEDY = GenerationRequest(temperature=0)


class Preparation:
    """Of one model. ``send`` takes frames of what is answered or refused here."""

    def __init__(self, opened: Opened, served: str, send: Callable[[bytes], None]) -> None:
        stepper, self._preprocessing = opened.stepper, opened.preprocessing
        self._tokenizer = self._preprocessing.tokenizer
        self._context, self._vocabulary = stepper.context, stepper.vocabulary
        self._prompts = Prompts(self._preprocessing, self._vocabulary, self._context)
        self._grammars = Grammars(self._tokenizer, self._vocabulary)
        self._texts = TokenTexts(self._tokenizer)
        self._served = served
        self._send = send
        self._kinds: dict[int, Callable[[int, bytes], Request | None]] = {
            Kind.GENERATE: self._writing,
            Kind.PREDICT: self._prediction,
            Kind.EMBED: self._embedding,
            Kind.TOKENIZE: self._count,
        }

    def of(self, asked: Frame) -> Request | None:
        """None where it was answered already."""
        try:
            if asked.kind not in self._kinds:
                raise RefusedError(400, "model_cannot_write")
            return self._kinds[asked.kind](asked.number, asked.payload)
        except RefusedError as refused:
            self._send(refused_frame(asked.number, refused))
        except (ValidationError, ValueError, KeyError, TypeError) as error:
            wrong = RefusedError(400, "request_unreadable", reason=str(error)[:200])
            self._send(refused_frame(asked.number, wrong))
        except LinkClosed:
            raise
        except BaseException as error:  # a boundary; a library's panic is no Exception
            traceback.print_exception(error)
            self._send(refused_frame(asked.number, RefusedError(500, "unexpected")))
        return None

    def _writing(self, number: int, payload: bytes) -> Writing:
        asked = GenerationRequest.model_validate_json(payload)
        tokens = self._prompts.of(asked)
        constraint = (
            None
            if asked.schema_ is None or asked.schema_ is False
            else self._grammars.constraint(asked.schema_)
        )
        seed = secrets.randbits(_SEED_BITS) if asked.seed is None else asked.seed
        most = self._context - len(tokens)
        most = most if asked.max_tokens is None else min(asked.max_tokens, most)
        answers: list[Answer] = []
        for index in range(max(asked.n, 1)):
            leader = answers[0].sequence if answers else None
            scored = leader is None and asked.echo and asked.logprobs is not None
            sequence = Sequence([*tokens], leader=leader, reuses=not scored)
            own = constraint if constraint is None or leader is None else constraint.again()
            answers.append(self._answer(sequence, Drawing(asked, seed, index, own), most))
        return Writing(number, answers, self._echo_of(asked, tokens) if asked.echo else None)

    def _answer(self, sequence: Sequence, drawing: Drawing, most: int) -> Answer:
        asked = drawing.asked
        stream = TextStream(self._tokenizer.decode, asked.stop)
        stops = frozenset() if asked.ignore_end else self._tokenizer.stops
        return Answer(sequence, drawing, stream, most, stops, self._texts)

    def _echo_of(self, asked: GenerationRequest, tokens: list[int]) -> str:
        return self._tokenizer.decode(tokens) if asked.prompt is None else asked.prompt

    def _prediction(self, number: int, payload: bytes) -> Prediction | None:
        try:
            prompts = self._prompts_in(payload)
        except bodies.RefusedError as refused:
            self._send(answer_frame(number, *refused.answer))
            return None
        answers = [self._answer(Sequence(tokens), Drawing(_GREEDY, 0), MOST_TOKENS) for tokens in prompts]
        return Prediction(number, answers, self._tokenizer.decode, self._served)

    def _prompts_in(self, payload: bytes) -> list[list[int]]:
        """Those of a body of /v1/predict. Raises its RefusedError, also where the model's template refuses a text."""
        inputs, preprocessing = bodies.inputs_of(payload), self._preprocessing
        if problems := [
            found for index, value in enumerate(inputs) for found in preprocessing.check(index, value)
        ]:
            raise bodies.RefusedError(422, problems)
        try:
            return [preprocessing.encode(text)[-self._context :] for text in inputs]
        except UserError as error:
            raise bodies.RefusedError(422, error.problems) from error

    def _embedding(self, number: int, payload: bytes) -> Embedding:
        prompts = self._prompts
        sequences = []
        for given in json.loads(payload)["inputs"]:
            tokens = prompts.of_text(given) if isinstance(given, str) else prompts.checked(given)
            prompts.check_room(tokens, 0)
            sequences.append(Sequence(tokens, reuses=False))
        return Embedding(number, sequences)

    def _count(self, number: int, payload: bytes) -> None:
        asked: dict[str, Any] = json.loads(payload)
        if asked.get("messages") is not None:
            tokens = self._prompts.of_messages(asked["messages"])
        else:
            tokens = self._prompts.of_text(asked["text"])
        self._send(answer_frame(number, 200, json.dumps({"tokens": tokens, "count": len(tokens)}).encode()))


def refused_frame(number: int, refused: RefusedError) -> bytes:
    """A REFUSED."""
    return frame(Kind.REFUSED, number, json.dumps(refused.payload).encode())
