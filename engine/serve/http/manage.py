"""POST /v1/unlock: opens an encrypted model. Who managed what is written down, a passphrase never."""

from collections.abc import Awaitable

from pydantic import ValidationError

from engine.schema.api import Unlock
from engine.schema.findings import problem_of
from engine.serve.http.describe import WORD, content, group
from engine.serve.http.operation import operation, plain
from engine.serve.http.request import Request
from engine.serve.http.route import Offered, Operation, Route, Routes
from engine.serve.refused import Refused


async def unlock(request: Request) -> None:
    """Open a model with its passphrase; answers once it is loaded, or the passphrase was wrong."""
    try:
        asked = Unlock.model_validate_json(request.body)
    except ValidationError as error:
        raise Refused(422, problem_of(error.errors(include_url=False, include_input=False)[0])) from None
    served = request.find(asked.name)
    await managed(request, "unlock", served.unlock(asked.passphrase.get_secret_value()))
    await request.reply_json(200, {"name": served.name, "state": served.state})


async def managed(request: Request, action: str, done: Awaitable[None]) -> None:
    """Do it, and write down who asked and how it went."""
    status = 500
    try:
        await done
        status = 200
    except Refused as refused:
        status = refused.status
        raise
    finally:
        request.surroundings.audit.note(request.caller, action, status, name=request.served.name)


def _describe(offered: Offered) -> Operation:
    secret = {"type": "string", "format": "password", "minLength": 1}
    body = {
        **group({"name": WORD, "passphrase": secret}, ["name", "passphrase"]),
        "additionalProperties": False,
    }
    return operation(
        "Open an encrypted model",
        "unlock",
        plain("It answers now.", name=WORD, state=WORD),
        body=content("Its name and passphrase.", body),
    )


ROUTES: Routes = {"/v1/unlock": {"POST": Route(unlock, "manage", _describe)}}
