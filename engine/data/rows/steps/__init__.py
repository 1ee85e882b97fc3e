"""Cleaning and transformation, step by step: fitted on the training rows, stored in the model, taken again by every input."""

from engine.data.rows.steps.fitted import FittedSteps
from engine.data.rows.steps.passage import Passage
from engine.data.rows.steps.take import Taken, learns, take

__all__ = ["FittedSteps", "Passage", "Taken", "learns", "take"]
