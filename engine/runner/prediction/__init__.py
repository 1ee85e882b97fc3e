"""The runner of every model that is asked for values, labels, items or vectors: many requests in one pass."""

from engine.runner.prediction.serving import serve

__all__ = ["serve"]
