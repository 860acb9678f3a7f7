"""The public reference of a record: what a spreadsheet carries out and back in."""

import secrets

# Without vowels, 0 and 1: no words, no look-alikes, and nothing that a spreadsheet takes for a
# number, a date or a power of ten.
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
_ALPHABET = _LETTERS + "23456789"
REF_LENGTH = 12


def new_ref() -> str:
    """A fresh reference of twelve characters, beginning with a letter (about 57 random bits)."""
    number = int.from_bytes(secrets.token_bytes(10))
    number, first = divmod(number, len(_LETTERS))
    characters = [_LETTERS[first]]
    for _ in range(REF_LENGTH - 1):
        number, index = divmod(number, len(_ALPHABET))
        characters.append(_ALPHABET[index])
    return "".join(characters)
