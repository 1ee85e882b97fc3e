"""The models behind one address, by name: what the spec asks for is made so, and every change is told."""

from engine.schema.event import ServedChanged, ServedRemoved
from engine.schema.problem import Problem
from engine.schema.serve import ServedModel, ServeSpec
from engine.serve.caller import Caller
from engine.serve.nursery import Nursery
from engine.serve.refused import Refused
from engine.serve.served import Served
from engine.serve.turn import Turn
from engine.serve.versions import Say


class Models:
    """Belongs to the event loop from ``apply`` on."""

    def __init__(self, nursery: Nursery, say: Say) -> None:
        self._nursery, self._say = nursery, say
        self._served: dict[str, Served] = {}
        self._leaving: list[Served] = []  # removed, with requests in flight
        self._told: dict[str, ServedModel] = {}
        self._turn = Turn()

    def names(self) -> list[str]:
        return list(self._served)

    def all(self) -> list[Served]:
        return list(self._served.values())

    def find(self, name: str | None, caller: Caller) -> Served:
        """The model of that name, or the only one; raises Refused: unknown, not named, not for this key."""
        served = self._named(name, caller)
        if not caller.may_use(served.name):
            raise Refused(403, Problem(code="model_not_allowed", params={"name": served.name}))
        return served

    def apply(self, spec: ServeSpec) -> None:
        """Serve what this asks for, and nothing else."""
        wanted = {served.name: served for served in spec.models}
        for name in [name for name in self._served if name not in wanted]:
            self._remove(name)
        for name, model in wanted.items():
            if name in self._served:
                self._served[name].adopt(model, spec.limits)
            else:
                self._served[name] = Served(model, spec.limits, self._nursery, self._say, self._on_change)
                self._on_change(self._served[name])

    async def settle(self) -> None:
        """Wait until no model loads for the first time."""
        while any(served.state == "loading" for served in self.all()):
            await self._turn.wait()

    def failure(self) -> Problem | None:
        """Why nothing is served at all; None when anything is, or may be."""
        if any(served.state != "failed" for served in self.all()):
            return None
        return next((served.problem for served in self.all()), None)

    def look(self) -> None:
        """To be called at least once a second."""
        self._leaving = [served for served in self._leaving if not served.is_gone]
        for served in (*self.all(), *self._leaving):
            served.look()

    def _named(self, name: str | None, caller: Caller) -> Served:
        if name is not None and (served := self._served.get(name)) is not None:
            return served
        if len(self._served) == 1:
            only = next(iter(self._served.values()))
            if name is None or name == only.spec.model:
                return only
        if name is None:
            known = ", ".join(filter(caller.may_use, self._served))
            raise Refused(400, Problem(code="model_name_needed", params={"known": known}))
        raise Refused(404, Problem(code="model_not_served", params={"name": name[:80]}))

    def _remove(self, name: str) -> None:
        served = self._served.pop(name)
        served.remove()
        self._leaving.append(served)
        self._told.pop(name, None)
        self._say(ServedRemoved, name=name)
        self._turn.come()

    def _on_change(self, served: Served) -> None:
        """Tell what differs from what was told; memory alone is told with the traffic."""
        if self._served.get(served.name) is not served:
            return
        now = served.told()
        before = self._told.get(served.name)
        if before is None or before != now.model_copy(update={"memory": before.memory}):
            self._told[served.name] = now
            self._say(ServedChanged, served=now)
        self._turn.come()
