"""Can the model in a folder learn what is asked? Problems at the fields of ``model``."""

from engine.planning.anatomy.pretrained import can_be_adapted
from engine.planning.pretrained_folder import (
    FIELD,
    PretrainedFolder,
    check_folder,
    is_hub_name,
    read_folder,
)
from engine.schema.model_spec import PretrainedSpec
from engine.schema.problem import Problem, UserError
from engine.schema.roles import TEXT_TASKS
from engine.schema.train import TrainSpec

_POSITIONS_KEPT = {"roberta": 2, "xlm-roberta": 2, "camembert": 2}  # positions that stand for padding


def check_pretrained(spec: TrainSpec) -> list[Problem]:
    """Problems with the folder and the window; of a name of the hub nothing can be said before it is here."""
    if not isinstance(spec.model, PretrainedSpec):
        return []
    if is_hub_name(spec.model.path):
        name = {"name": spec.model.path}
        return [Problem(code="pretrained_download", field=FIELD, params=name, severity="warning")]
    try:
        folder = read_folder(spec.model.path)
        check_folder(folder, spec.task)
    except UserError as error:
        return list(error.problems)
    if spec.model.tuning != "full" and not can_be_adapted(folder):
        return [Problem(code="pretrained_not_adaptable", field="model.tuning")]
    most, asked = longest_window(folder), spec.model.max_tokens
    if spec.task in TEXT_TASKS and most and asked > most:
        params = {"most": most, "asked": asked}
        return [Problem(code="pretrained_window_too_long", field="model.max_tokens", params=params)]
    return []


def longest_window(folder: PretrainedFolder) -> int:
    """Tokens that the model can see at once; 0 where its configuration does not say."""
    positions = folder.number("max_position_embeddings", "n_positions", "n_ctx")
    return max(positions - _POSITIONS_KEPT.get(folder.kind, 0), 0)
