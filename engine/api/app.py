"""The engine's HTTP application: its routes behind one guard."""

from fastapi import Depends, FastAPI
from fastapi.security import HTTPBearer

from engine.api import (
    audit_routes,
    change_routes,
    dataset_routes,
    endpoint_routes,
    engine_routes,
    job_routes,
    key_routes,
    machine_routes,
    model_routes,
)
from engine.api.context import Context
from engine.api.event_stream import Streams
from engine.api.problems import add_handlers
from engine.api.relay import Asks
from engine.schema.api import ErrorBody
from engine.web.guard import Guard, Limits
from engine.web.keys import digest_of, matches

MAX_BODY = 32 << 20  # images for an endpoint pass through, as large as it takes them unless told otherwise
ROUTES = (
    engine_routes,
    machine_routes,
    dataset_routes,
    job_routes,
    change_routes,
    model_routes,
    endpoint_routes,
    key_routes,
    audit_routes,
)


def create_app(context: Context, token: str, hosts: frozenset[bytes]) -> FastAPI:
    """The application for one engine; ``hosts`` are the only values of Host it answers to."""
    app = FastAPI(
        title="Modelyard engine",
        version=context.info.version,
        docs_url=None,  # the pages would load scripts from another site
        redoc_url=None,
        redirect_slashes=False,  # one way to write each path, and no redirect that would carry the token along
        responses={"4XX": {"model": ErrorBody}},
        dependencies=[
            Depends(HTTPBearer(auto_error=False))
        ],  # says so in /openapi.json; the guard enforces it
    )
    app.state.context = context
    app.state.streams = Streams()
    app.state.asks = Asks()
    add_handlers(app)
    for routes in ROUTES:
        app.include_router(routes.router)
    digest = digest_of(token)
    app.add_middleware(
        Guard, authorise=lambda given: matches(given, (digest,)), hosts=hosts, limits=Limits(body=MAX_BODY)
    )
    return app
