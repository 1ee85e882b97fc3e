"""Which route a path is, and what stands in its places. Pure."""

from engine.serve.http.route import Route, Routes

Methods = dict[str, Route]


class Table:
    """All routes: those without places by one look into a dict, the others by their parts."""

    def __init__(self, routes: Routes) -> None:
        self._plain = {path: methods for path, methods in routes.items() if "{" not in path}
        self._placed: dict[tuple[int, str], list[tuple[list[str], Methods]]] = {}
        for path, methods in routes.items():
            if "{" in path:
                parts = path.split("/")
                self._placed.setdefault((len(parts), parts[1]), []).append((parts, methods))

    def find(self, path: str) -> tuple[Methods, tuple[str, ...]] | None:
        """The methods of a path and what stands for each of its places; a path without places goes first."""
        plain = self._plain.get(path)
        if plain is not None:
            return plain, ()
        parts = path.split("/")
        if len(parts) < 2:  # no path at all
            return None
        for form, methods in self._placed.get((len(parts), parts[1]), ()):
            if all(wanted == part or wanted[:1] == "{" for wanted, part in zip(form, parts, strict=True)):
                return methods, tuple(
                    part for wanted, part in zip(form, parts, strict=True) if wanted[:1] == "{"
                )
        return None
