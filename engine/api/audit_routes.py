"""What was done to endpoints, keys and models, and by whom."""

from typing import Annotated

from fastapi import APIRouter, Query

from engine.api.context import Engine
from engine.schema.api import AuditLine

router = APIRouter(prefix="/v1/audit", tags=["audit"])


@router.get("")
def list_audit(engine: Engine, limit: Annotated[int, Query(ge=1, le=10_000)] = 200) -> list[AuditLine]:
    """Newest first, those of the endpoints' servers among them."""
    return engine.service.audit.newest(limit)
