"""Who answers here, and the order to stop."""

from fastapi import APIRouter

from engine.api.context import Engine
from engine.schema.api import EngineInfo, StopEngine

router = APIRouter(prefix="/v1/engine", tags=["engine"])


@router.get("")
def get_engine(engine: Engine) -> EngineInfo:
    return engine.info


@router.post("/stop")
def stop_engine(engine: Engine, order: StopEngine | None = None) -> dict[str, str]:
    """End the engine after this answer; with ``all`` its runs (after a checkpoint) and endpoints too."""
    engine.stop(bool(order and order.all))
    return {}
