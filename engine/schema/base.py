"""The two bases of everything that crosses a process boundary, and the forms that several fields share."""

from typing import Any

from pydantic import BaseModel, ConfigDict

NAME_FORM = r"^[^\x00-\x1f/\\]+$"  # a name may be part of a file's name
DEVICE_FORM = r"^(cpu|cuda:\d+)$"
ADVANCED: dict[str, Any] = {"advanced": True}  # a field that a form shows among its fold-out details


class Spec(BaseModel):
    """Written by people: immutable, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Record(BaseModel):
    """Written by the program: immutable, and tolerant of keys a newer version added."""

    model_config = ConfigDict(frozen=True, extra="ignore")
