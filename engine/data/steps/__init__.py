"""Cleaning and transformation, step by step: fitted on the training rows, stored in the model, taken again by every input."""

from engine.data.steps.fitted import FittedSteps
from engine.data.steps.passage import Passage
from engine.data.steps.take import Taken, learns, take

__all__ = ["FittedSteps", "Passage", "Taken", "learns", "take"]
