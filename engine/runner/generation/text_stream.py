"""Tokens to text as they come: whole signs alone, and nothing of a stop string, however tokens cut either."""

from collections.abc import Callable, Sequence

_CONTEXT = (
    8  # tokens before the new ones that are decoded again with them: how a token is written depends on those
)
_LONGEST_SIGN = 4  # tokens that one sign can take, a byte each; what is still unreadable then stays so
_LONGEST = 64  # tokens that are kept when no sign ends among them: then they are none
_UNREADABLE = "\ufffd"

Decode = Callable[[Sequence[int]], str]


class Detokeniser:
    """The texts that ``put`` gives, and what ``rest`` gives at the end, are together what all tokens are at once."""

    def __init__(self, decode: Decode) -> None:
        self._decode = decode
        self._window: list[int] = []  # the latest tokens
        self._whole: list[int] = []  # places in it up to which everything was told
        self._told = 0  # letters of the window's text that were given
        self._unsure = 0  # tokens since a letter was given last

    def put(self, token: int) -> str:
        """What can be read now and will not change any more."""
        self._window.append(token)
        self._unsure += 1
        text = self._decode(self._window)
        sure = text.rstrip(_UNREADABLE)
        if self._unsure > _LONGEST_SIGN:
            sure = text.removesuffix(_UNREADABLE)
        return self._tell(text, sure)

    def rest(self) -> str:
        """What was unreadable to the end."""
        text = self._decode(self._window)
        return self._tell(text, text)

    def _tell(self, text: str, sure: str) -> str:
        new = sure[self._told :]
        if new:
            self._told, self._unsure = len(sure), 0
        if new or len(self._window) > _LONGEST:  # tokens that stand for no letters are forgotten too
            self._narrow(len(text) - self._told)
        return new

    def _narrow(self, held: int) -> None:
        """Forget tokens that no other depends on, up to a place where no sign was open."""
        size = len(self._window)
        if not held:
            self._whole.append(size)
        if size <= 2 * _CONTEXT:
            return
        cut = max((place for place in self._whole if place <= size - _CONTEXT), default=0)
        if not cut and size > _LONGEST:
            cut = size - _CONTEXT
        if cut:
            del self._window[:cut]
            self._whole = [place - cut for place in self._whole if place > cut]
            self._told = len(self._decode(self._window)) - held


class StopStrings:
    """Holds back what may be the beginning of a stop string."""

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = stops
        self._held = ""
        self.has_stopped = False

    def put(self, text: str) -> str:
        """What can be told; after ``has_stopped`` nothing more."""
        if not self._stops:
            return text
        text = self._held + text
        ends = [place for stop in self._stops if (place := text.find(stop)) >= 0]
        if ends:
            self.has_stopped, self._held = True, ""
            return text[: min(ends)]
        kept = max(_overlap(text, stop) for stop in self._stops)
        self._held = text[len(text) - kept :]
        return text[: len(text) - kept]

    def rest(self) -> str:
        """What was held back to the end, and was no stop string."""
        held, self._held = self._held, ""
        return held


class TextStream:
    """Both, one after the other."""

    def __init__(self, decode: Decode, stops: Sequence[str] = ()) -> None:
        self._tokens, self._stops = Detokeniser(decode), StopStrings(stops)

    @property
    def has_stopped(self) -> bool:
        return self._stops.has_stopped

    def put(self, token: int) -> str:
        return self._stops.put(self._tokens.put(token))

    def rest(self) -> str:
        if self.has_stopped:
            return ""
        last = self._stops.put(self._tokens.rest())
        return last + self._stops.rest()


def _overlap(text: str, stop: str) -> int:
    """Of the end of the text, how much is the beginning of ``stop``."""
    most = min(len(text), len(stop) - 1)
    return next((size for size in range(most, 0, -1) if text.endswith(stop[:size])), 0)
