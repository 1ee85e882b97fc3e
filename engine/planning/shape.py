"""What a network reads and gives, in plain numbers: planning guesses them from a card, training knows them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """The sizes that are not in a network's spec because the data decides them."""

    inputs: int  # features of a row; or words, tokens or items known
    outputs: int  # numbers for a row: 1, the classes, or the words
    positions: int = 1  # tokens in a row
    groups: tuple[int, ...] = ()  # widths of the features, which lie side by side in a row
    channels: int = 0  # of an image: 1 is grey, 3 are colours
    users: int = 0
    items: int = 0
    user_features: int = 0  # numbers known of each user
    item_features: int = 0
    padding: int | None = None  # the token that fills texts up, where a network of others must be told
    continues: bool = False  # whether every token of a row is answered with scores of the next
