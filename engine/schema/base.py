"""The two bases of everything that crosses a process boundary."""

from pydantic import BaseModel, ConfigDict


class Spec(BaseModel):
    """Written by people: immutable, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Record(BaseModel):
    """Written by the program: immutable, and tolerant of keys a newer version added."""

    model_config = ConfigDict(frozen=True, extra="ignore")
