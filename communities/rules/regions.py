"""What the codes and names of regions say by themselves."""

import unicodedata


def fold(name: str) -> str:
    """A name reduced to its letters and digits, so that `Sungai Perak` equals `Sungaiperak`."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(c for c in plain if c.isalnum()).casefold()
