"""The Open Inference Protocol, version 2: tensors in and out, over what a model answers to /v1/predict."""
