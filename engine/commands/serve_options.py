"""The options of ``main.py serve``, and what they ask for."""

import argparse
from typing import Any, get_args

from pydantic import ValidationError

from engine.schema.card import ModelCard
from engine.schema.findings import problem_of
from engine.schema.problem import UserError
from engine.schema.serve import NetworkSpec, RunnerName, ServedSpec

ALL_ADDRESSES = NetworkSpec().address


def add_serve_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "model",
        metavar="[NAME=]MODEL",
        nargs="+",
        help="a model of the catalogue, by id or by a name only it has; NAME is what programs call it by",
    )
    parser.add_argument("--name", help="what the endpoint is called in the lists (default: its first model)")
    parser.add_argument("--device", default="cpu", help="where it computes: cpu, cuda:0 … (default: cpu)")
    parser.add_argument("--port", type=int, default=0, help="the port to listen at (default: any free one)")
    parser.add_argument("--runner", choices=get_args(RunnerName), default="auto", help="what computes")
    parser.add_argument("--bits", type=int, choices=(4, 8, 16, 32), help="bits of a weight")
    parser.add_argument("--workers", type=int, default=1, help="copies that answer side by side (default: 1)")
    parser.add_argument("--idle-minutes", type=float, help="unload after so many minutes without a request")
    parser.add_argument(
        "--network",
        nargs="?",
        const=ALL_ADDRESSES,
        metavar="ADDRESS",
        help=f"let other computers ask, over TLS and with keys (default: {ALL_ADDRESSES})",
    )
    parser.add_argument("--certificate", metavar="FILE", help="a PEM file, instead of one made here")
    parser.add_argument("--private-key", metavar="FILE", help="the PEM file of the certificate’s key")
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--swap", metavar="NAME", help="have NAME, which is served, point at MODEL instead")
    change.add_argument("--stop", action="store_true", help="stop serving it")


def how_served(arguments: argparse.Namespace) -> dict[str, Any]:
    """The fields of a ``ServeRequest`` beside its models."""
    names = ("name", "device", "port", "runner", "bits", "workers", "idle_minutes")
    return {**{name: getattr(arguments, name) for name in names}, "network": _network(arguments)}


def wanted_models(models: list[ModelCard], arguments: argparse.Namespace) -> list[ServedSpec]:
    """Each named model as it is to be served; one that was given no name has its id instead."""
    options = ("device", "runner", "bits", "workers", "idle_minutes")
    how = {name: getattr(arguments, name) for name in options}
    wanted = []
    for given in arguments.model:
        name, _, model = given.rpartition("=")
        card = choose_model(models, model)
        wanted.append(_served({**how, "name": name or card.id, "model": card.id}))
    return wanted


def _served(value: dict[str, Any]) -> ServedSpec:
    try:
        return ServedSpec.model_validate(value)
    except ValidationError as error:
        raise UserError.of([problem_of(found) for found in error.errors(include_url=False)]) from None


def choose_model(models: list[ModelCard], wanted: str) -> ModelCard:
    """The model of this id, or the only one of this name; raises UserError otherwise."""
    for card in models:
        if card.id == wanted:
            return card
    named = [card for card in models if card.name == wanted]
    if len(named) > 1:
        raise UserError("model_ambiguous", name=wanted, ids=", ".join(card.id for card in named))
    if not named:
        raise UserError("model_unknown", id=wanted)
    return named[0]


def _network(arguments: argparse.Namespace) -> dict[str, Any] | None:
    certificate, key = arguments.certificate, arguments.private_key
    if arguments.network is None and certificate is None and key is None:
        return None
    return {
        "address": arguments.network or ALL_ADDRESSES,
        "certificate": certificate,
        "private_key": key,
    }
