"""Names as offices write them: white space, serial numbers, prefixes, spaced capitals."""

import re
import unicodedata
from functools import lru_cache

_SHORT = 100
_NOT_ALNUM = re.compile(r"[\W_]+")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_SERIAL = re.compile(r"^\s*\d{1,4}(?:\s*[.)]\s*|\s+)(?=[^\W\d_]|[\"“'])")
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_] ){2,}[^\W\d_](?!\w)")

# Longest first; the dot is optional where it stands.
_PREFIXES = (
    ("province", r"provinsi|propinsi|prov\.?|prop\.?"),
    ("city", r"kota administrasi|kota adm\.?|kotamadya|kota"),
    ("regency", r"kabupaten administrasi|kab\. ?adm\.?|kabupaten|kab\.?"),
    ("district", r"kecamatan|kec\.?|distrik"),
    ("kelurahan", r"kelurahan|kel\.?|lurah"),
    ("desa", r"desa|ds\.?|nagari|gampong|kampung"),
)
_PREFIX = re.compile(
    "|".join(rf"(?P<{kind}>(?:{words})(?=[\s.]))" for kind, words in _PREFIXES), re.IGNORECASE
)


def clean(text: str) -> str:
    """White space put right (no-break spaces, line breaks, runs); quotes are kept."""
    if text.isprintable():
        return " ".join(text.split()) if "  " in text else text.strip(" ")
    return " ".join(_INVISIBLE.sub("", text).split())


def fold(name: str) -> str:
    """Letters and digits only, without case and accents: for comparing names."""
    return _fold_short(name) if len(name) <= _SHORT else _fold(name)


def _fold(name: str) -> str:
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name)
    return _NOT_ALNUM.sub("", name).casefold()


# Only short texts are remembered: a long one is hardly met twice, and would be kept for ever.
_fold_short = lru_cache(maxsize=20_000)(_fold)


def join_spaced_capitals(text: str) -> str:
    """`S I A K` -> `SIAK`, `B K M  Karya` -> `BKM Karya`."""
    text = text.replace("\u00a0", " ")
    return clean(_SPACED.sub(lambda m: m.group().replace(" ", ""), text))


def strip_serial(text: str) -> str:
    """`1. BKM Maju` -> `BKM Maju`, `7   Seberang` -> `Seberang`; `3 Ulu` loses its number too."""
    return _SERIAL.sub("", clean(text), count=1)


def strip_region_prefix(text: str) -> tuple[str | None, str]:
    """What kind of region the name says it is, and the bare name: `Kel. Pekan Arba`.

    The kind is province, city, regency, district, kelurahan, desa or None.
    """
    text = clean(text)
    found = _PREFIX.match(text)
    if not found or found.lastgroup is None:
        return None, text
    rest = text[found.end() :].lstrip(" .")
    return (found.lastgroup, rest) if rest else (None, text)
