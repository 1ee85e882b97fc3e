"""One model behind a link, from the first frame to the last."""

import time

from engine.runner.exchange import Kind, frame
from engine.runner.link import Link
from engine.runner.prediction.bodies import write_embeddings, writer_of
from engine.runner.prediction.desk import Desk
from engine.runner.prediction.opening import introduction_of, open_model
from engine.runner.prediction.passes import Work
from engine.runner.setup import Setup
from engine.runner.unlocking import unlocked


def serve(link: Link, setup: Setup) -> None:
    """Load, say READY, answer. Raises UserError where the model cannot be loaded, LinkClosed when the server goes."""
    files = unlocked(setup)
    began = time.perf_counter()
    opened = open_model(files, setup)
    works = {Kind.PREDICT: Work(opened.model, writer_of(setup.served.name))}
    if embedder := opened.model.embedder:
        works[Kind.EMBED] = Work(embedder, write_embeddings)
    ready = introduction_of(opened, embedder, setup, began)
    link.send(frame(Kind.READY, 0, ready.model_dump_json().encode()))
    Desk(link, setup.served.name, works, setup.limits.max_batch).run()
