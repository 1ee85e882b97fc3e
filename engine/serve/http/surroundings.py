"""What the routes of one endpoint share."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.schema.serve import ServeSpec
from engine.serve.access.audit import AuditLog
from engine.serve.http.metrics import Metrics

if TYPE_CHECKING:
    from engine.serve.models import Models


@dataclass(slots=True)
class Surroundings:
    """For the life of one endpoint."""

    spec: ServeSpec
    models: "Models"
    audit: AuditLog
    metrics: Metrics = field(default_factory=Metrics)
