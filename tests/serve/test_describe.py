"""What a served model says of its inputs is what it takes."""

from engine.model.inputs.image_preprocessing import ImagePreprocessing
from engine.schema.card import ModelCard
from engine.serve.http.describe import example, schemas


def test_an_image_is_asked_for_by_one_name_whatever_its_column():
    preprocessing = ImagePreprocessing("photo", 8, (0.5,), (0.2,))
    card = ModelCard(
        id="m", name="m", created=0, task="image_classification", run="m", spec={}, inputs=preprocessing.inputs(),
        input_form="image", labels=("a", "b"),
    )  # fmt: skip
    asked = schemas(card)["Input"]
    assert asked["required"] == list(asked["properties"]) == list(example(card)) == ["image"]
    assert preprocessing.check(0, example(card)) == []
