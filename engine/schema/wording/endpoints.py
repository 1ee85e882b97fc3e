"""Words about endpoints as people make and change them, and about keys."""

from engine.schema.wording.base import Wording

WORDING: dict[str, Wording] = {
    "serve_needs_model": Wording(
        "Nothing says what to serve.",
        "One model, or a list of models, is needed, not both.",
        "Write “model” or “models”.",
    ),
    "served_name_in_use": Wording(
        "“{name}” is served already, by the endpoint “{endpoint}”.",
        "Programs and keys know a model by this name, so it can mean one thing only.",
        "Choose another name, or change that endpoint.",
    ),
    "served_name_twice": Wording(
        "Two models are served by the same name.",
        "Programs tell models of one address apart by it.",
        "Give each a name of its own.",
    ),
    "not_a_served_name": Wording(
        "{value} cannot be a name to be served by.",
        "Programs write it into requests and addresses.",
        "Leave out spaces and slashes, and a dot at the end.",
    ),
    "served_name_differs": Wording(
        "The address names “{name}”, the request “{given}”.", "", "Write the same name in both."
    ),
    "served_unknown": Wording(
        "The endpoint serves nothing by the name “{name}”.", "", "Choose one of these: {known}."
    ),
    "served_nowhere": Wording(
        "No endpoint serves anything by the name “{name}”.", "", "Choose one of these: {known}."
    ),
    "swap_takes_one_model": Wording("One name points at one model.", "", "Write one model beside --swap."),
    "endpoint_needs_model": Wording(
        "“{name}” is the last model of the endpoint.",
        "An endpoint has at least one.",
        "Stop the endpoint, or add another model first.",
    ),
    "only_for_language_models": Wording(
        "“{model}” cannot be served with {value}.",
        "This setting is for language models alone.",
        "Leave it as it is.",
    ),
    "bits_too_few": Wording(
        "“{model}” cannot be served with {bits} bits.",
        "4 bits are for language models alone, 8 for text classifiers, too.",
        "Choose more bits, or leave it empty.",
    ),
    "certificate_needs_key": Wording(
        "A certificate and its private key belong together.",
        "One of them is missing.",
        "Name both files, or neither: then a certificate is made here.",
    ),
    "certificate_unusable": Wording(
        "{path} cannot be used for TLS.",
        "{reason}.",
        "Name PEM files that you may read: the certificate with its chain, and the key that belongs to it, "
        "without a passphrase.",
    ),
    "address_not_an_address": Wording(
        "{value} is no address of a network.", "", "Write one like 192.168.1.20, or 0.0.0.0 for all."
    ),
    "endpoint_not_itself": Wording(
        "Another program answers at the endpoint’s address.",
        "It showed a certificate that is not the endpoint’s, so it was sent nothing.",
        "Stop the endpoint and start it again; if it stays so, look which program has its port.",
    ),
    "too_many_asks": Wording(
        "Too many questions to endpoints are under way.",
        "The engine passes on {most} at a time.",
        "Wait for some of them, or ask the endpoint at its own address.",
    ),
    "endpoint_refused": Wording("The endpoint refused: {message}", "", ""),
    "never_became_ready": Wording(
        "The endpoint was started {times} times and never became ready.",
        "Its process ended each time before it answered.",
        "Look in its log, then start it again.",
    ),
    "key_expired_already": Wording("The key would have expired already.", "", "Choose a time in the future."),
}
