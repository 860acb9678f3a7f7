"""The public reference of a record: what a spreadsheet carries out and back in."""

import re
import secrets

# Without vowels, 0 and 1: no words, no look-alikes, and nothing that a spreadsheet takes for a
# number, a date or a power of ten.
_LETTERS = b"BCDFGHJKLMNPQRSTVWXZ"
_ALPHABET = _LETTERS + b"23456789"
_TO_LETTER = bytes(_LETTERS[byte % len(_LETTERS)] for byte in range(256))
_TO_CHARACTER = bytes(_ALPHABET[byte % len(_ALPHABET)] for byte in range(256))
REF_LENGTH = 12
_FORM = re.compile(rf"[{_LETTERS.decode()}][{_ALPHABET.decode()}]{{{REF_LENGTH - 1}}}")


def new_ref() -> str:
    """A fresh reference of twelve characters, beginning with a letter (about 57 random bits)."""
    return new_refs(1)[0]


def new_refs(count: int) -> list[str]:
    """As many fresh references, drawn at once."""
    drawn = secrets.token_bytes(REF_LENGTH * count)
    letters = drawn[:count].translate(_TO_LETTER).decode()
    others = drawn[count:].translate(_TO_CHARACTER).decode()
    rest = REF_LENGTH - 1
    return [letters[i] + others[i * rest : (i + 1) * rest] for i in range(count)]


def is_ref(text: str) -> bool:
    """Has the text the form of a reference?"""
    return bool(_FORM.fullmatch(text))
