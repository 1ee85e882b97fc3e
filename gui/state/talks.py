"""The talks of this window: they go on while other pages are looked at, and are gone with the window."""

from typing import TYPE_CHECKING

from gui.state.talk import Talk

if TYPE_CHECKING:
    from gui.context import Context


def talk_of(context: "Context", endpoint: str, name: str, kind: str) -> Talk:
    """The talk of this kind (“chat”, “complete”, “right” …) with one served name; a new one where there is none."""
    key = f"talk {endpoint} {kind} {name}"
    talk = context.memory.get(key)
    if talk is None:
        talk = context.memory[key] = Talk(context.connection, endpoint, name)
    return talk


def forget_talks(context: "Context", endpoint: str) -> None:
    """The endpoint is gone."""
    for key in [key for key in context.memory if key.startswith(f"talk {endpoint} ")]:
        context.memory.pop(key).stop()
