"""Whether an endpoint can be as asked, here and now: its models, its names, its certificate."""

import ipaddress
import ssl
from collections.abc import Callable
from pathlib import Path

from engine.catalog.models import Models
from engine.jobs.ledger import Ledger
from engine.jobs.served_names import names_taken
from engine.planning.facts import Facts
from engine.planning.serving import check_served, check_serving, plan_serve
from engine.schema.job import Job
from engine.schema.plan import Check, Plan
from engine.schema.problem import Problem, UserError
from engine.schema.serve import NetworkSpec, ServedSpec, ServeSpec


class ServeAdmission:
    """Checks of endpoints against the catalogue, the other endpoints and the machine."""

    def __init__(self, ledger: Ledger, models: Models, facts: Callable[[], Facts]) -> None:
        self._ledger, self._models, self._facts = ledger, models, facts

    def check(self, spec: ServeSpec) -> Check:
        """A plan for a new endpoint, or what stands against it."""
        facts, taken = self._facts(), names_taken(self._ledger.jobs())
        problems = check_serving(spec, self._models.find, taken, facts)
        problems += check_network(spec.network) if spec.network else []
        failed = any(problem.severity == "error" for problem in problems)
        return Check(plan=None if failed else plan_serve(spec, facts), problems=tuple(problems))

    def plan(self, spec: ServeSpec) -> Plan:
        """What a start now would do; raises UserError when it cannot start any more.

        A model that is gone, or a device that is lost, is told by the server for the one name it concerns: the others
        behind the same address go on.
        """
        if errors := check_network(spec.network) if spec.network else []:
            raise UserError.of(errors)
        if not any(self._models.has(served.model) for served in spec.models):
            raise UserError("model_not_found", field="models.0.model", model=spec.model)
        return plan_serve(spec, self._facts())

    def allow_again(self, job: Job) -> None:
        """Raise UserError where another endpoint answers to a name of one that is to start again."""
        taken = names_taken(self._ledger.jobs(), but=job.id)
        for served in job.spec.models if isinstance(job.spec, ServeSpec) else ():
            if served.name in taken:
                raise UserError("served_name_in_use", name=served.name, endpoint=taken[served.name])

    def allow(self, served: ServedSpec, id: str) -> None:
        """Raise UserError where an endpoint cannot serve this model by this name."""
        problems = check_served(served, self._models.find(served.model), self._facts(), "")
        taken = names_taken(self._ledger.jobs(), but=id)
        if served.name in taken:
            params = {"name": served.name, "endpoint": taken[served.name]}
            problems.append(Problem(code="served_name_in_use", field="name", params=params))
        if errors := [problem for problem in problems if problem.severity == "error"]:
            raise UserError.of(errors)

    def resolved(self, spec: ServeSpec) -> ServeSpec:
        """Names of models become ids, so that a model of the same name tomorrow changes nothing."""
        return spec.model_copy(update={"models": tuple(self.by_id(served) for served in spec.models)})

    def by_id(self, served: ServedSpec) -> ServedSpec:
        card = self._models.find(served.model)
        return served.model_copy(update={"model": card.id}) if card else served


def check_network(network: NetworkSpec) -> list[Problem]:
    """Whether the address is one, and a certificate of the person's own can be used as a server would."""
    problems = []
    if not _is_address(network.address):
        params = {"value": network.address}
        problems.append(Problem(code="address_not_an_address", field="network.address", params=params))
    if network.certificate and network.private_key:
        problems += _check_certificate(network.certificate, network.private_key)
    return problems


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _check_certificate(certificate: str, key: str) -> list[Problem]:
    for field, path in (("certificate", certificate), ("private_key", key)):
        try:
            Path(path).read_bytes()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            return [_unusable(field, path, reason)]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    field, path = "certificate", certificate
    try:
        context.load_verify_locations(certificate)
        field, path = "private_key", key
        context.load_cert_chain(certificate, key, password=lambda: "")  # or it would ask in the terminal
    except (OSError, ValueError) as error:  # ssl's own errors are OSErrors
        return [_unusable(field, path, getattr(error, "reason", None) or str(error))]
    return []


def _unusable(field: str, path: str, reason: str) -> Problem:
    params = {"path": path, "reason": reason}
    return Problem(code="certificate_unusable", field=f"network.{field}", params=params)
