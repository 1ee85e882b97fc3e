"""Requests made from an OpenAPI document, right ones and wrong ones, and what their answers must keep to."""

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

# No schema says which tokens a model has, or that one field needs another; and wrong keys are soon answered with 429.
_NOT_CHECKED = [positive_data_acceptance, ignored_auth]


def keep_to(document: schemathesis.BaseSchema, requests: int, headers: dict[str, str]) -> int:
    """Ask every operation so often with right values and so often with wrong ones, the same each time; how many there
    are. Fails with whatever answer the document does not describe, and with every answer of 500 or above."""
    operations = [found.ok() for found in document.get_all_operations()]
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _ask(operation, mode, requests, headers)
    return len(operations)


def _ask(
    operation: schemathesis.APIOperation, mode: GenerationMode, requests: int, headers: dict[str, str]
) -> None:
    has_nothing_to_be_wrong = operation.body is None or not (
        len(operation.body) or len(operation.path_parameters)
    )
    if mode == GenerationMode.NEGATIVE and has_nothing_to_be_wrong:
        return

    @settings(
        max_examples=requests,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=headers, excluded_checks=_NOT_CHECKED)

    ask()
