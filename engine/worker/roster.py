"""Which devices a run's ranks stand on: one whose rank is lost again and again is left out. Decides; ends nothing."""

from typing import Any

# The rank itself is gone, and nobody else's word is needed for it.
_OF_THE_DEVICE = ("rank_killed", "rank_hung", "rank_not_starting", "device_missing")
_DEVICE_WORDS = ("CUDA error", "CUDA driver", "uncorrectable ECC", "device-side")


class Roster:
    """The devices by rank. Without ``elastic`` they stay what the plan says."""

    def __init__(self, devices: tuple[str, ...], elastic: bool) -> None:
        self.devices = devices
        self._all, self._elastic = len(devices), elastic
        self._last: tuple[int, int] | None = None  # rank and furthest step at the last loss

    @property
    def is_whole(self) -> bool:
        return len(self.devices) == self._all

    def take_loss(self, error: dict[str, Any], step: int) -> str | None:
        """The device that is left out because of this loss, if any. ``step`` is the furthest on record.

        One loss may be an accident; the second of the same rank without a step in between is its device's fault. A
        device that the machine does not know any more needs no second look.
        """
        if not self._elastic or len(self.devices) < 2 or not _is_of_the_device(error["problem"]):
            self._last = None
            return None
        rank = error["rank"]
        again = self._last is not None and self._last[0] == rank and step <= self._last[1]
        if not again and error["problem"]["code"] != "device_missing":
            self._last = (rank, step)
            return None
        left_out = self.devices[rank]
        self.devices = self.devices[:rank] + self.devices[rank + 1 :]
        self._last = None
        return left_out


def _is_of_the_device(problem: dict[str, Any]) -> bool:
    text = str(problem.get("params", {}).get("text", ""))
    return problem["code"] in _OF_THE_DEVICE or any(word in text for word in _DEVICE_WORDS)
