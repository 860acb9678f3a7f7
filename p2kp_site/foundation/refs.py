"""The public reference of a record: what a spreadsheet carries out and back in."""

import secrets

# Without vowels, 0 and 1: no words, no look-alikes, and nothing that a spreadsheet takes for a
# number, a date or a power of ten.
_LETTERS = b"BCDFGHJKLMNPQRSTVWXZ"
_ALPHABET = _LETTERS + b"23456789"
_TO_LETTER = bytes(_LETTERS[byte % len(_LETTERS)] for byte in range(256))
_TO_CHARACTER = bytes(_ALPHABET[byte % len(_ALPHABET)] for byte in range(256))
REF_LENGTH = 12


def new_ref() -> str:
    """A fresh reference of twelve characters, beginning with a letter (about 57 random bits)."""
    drawn = secrets.token_bytes(REF_LENGTH)
    return (drawn[:1].translate(_TO_LETTER) + drawn[1:].translate(_TO_CHARACTER)).decode()
