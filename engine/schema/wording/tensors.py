"""Words about a request of the Open Inference Protocol."""

from engine.schema.wording.base import Wording

WORDING: dict[str, Wording] = {
    "tensor_unknown": Wording("The model has no tensor “{name}”.", "", "Known: {known}."),
    "tensor_datatype": Wording(
        "The tensor “{name}” cannot be read as {value}.",
        "The model takes another datatype, or there is none of this name.",
        "See the model’s metadata.",
    ),
    "tensor_shape": Wording(
        "The tensor “{name}” has the shape {value}.",
        "Each tensor holds one value a row, the same number of rows in all, 4,096 at most.",
        "Send it with the shape [n] or [n, 1].",
    ),
    "tensor_data": Wording(
        "The data of the tensor “{name}” does not fit its shape and datatype.",
        "It has {reason}.",
        "Send what its shape says.",
    ),
    "tensor_text": Wording("A text of the tensor “{name}” is not UTF-8.", "", "Send it in UTF-8."),
    "tensor_header_length": Wording(
        "The length of the JSON part and the sizes of the binary tensors do not add up to the body.",
        "",
        "Send Inference-Header-Content-Length and each binary_data_size as they are.",
    ),
    "version_not_served": Wording(
        "“{name}” is not served in the version “{version}”.",
        "It points at another one.",
        "Ask without a version.",
    ),
}
