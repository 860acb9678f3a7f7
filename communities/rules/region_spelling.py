"""When two spellings of a region's name mean one place: names change their letters over the years.

The register of 2016 writes `Pengalehan` and `Kramat Jaya`, that of 2025 `Pengalihan` and `Keramat
Jaya`; but `Simpang Dua` and `Simpang Tiga` are two places, and so are `Rengat` and `Rengat Barat`.
"""

import re
from functools import cache, lru_cache

from p2kp_site.exchange.reading.names import fold

_WORD = re.compile(r"[^\W_]+")
# Written ' or " or a typographic quote or not at all: it does not part words.
_GLOTTAL_STOP = re.compile("[\"'`\u2018\u2019]")
_ROMAN_UNITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN = {
    tens * "x" + unit: str(10 * tens + digit)
    for tens in range(4)
    for digit, unit in enumerate(_ROMAN_UNITS)
    if tens or digit
}

# How offices shorten words; a letter's dot is not needed.
ABBREVIATIONS = {
    "kab": "kabupaten",
    "adm": "administrasi",
    "kep": "kepulauan",
    "sei": "sungai",
    "tj": "tanjung",
    "tg": "tanjung",
    "tjg": "tanjung",
    "perk": "perkebunan",
}

# Words that tell one neighbour from another. A spelling never turns one of them into another word.
_TELLING = (
    *("utara", "selatan", "timur", "barat", "tengah", "tenggara", "lor", "kidul", "wetan", "kulon"),
    *("hulu", "hilir", "ulu", "ilir", "julu", "jae", "tonga", "toruan", "baroh", "tunong"),
    *("dalam", "luar", "atas", "bawah", "tinggi", "rendah", "besar", "kecil", "gadang", "ketek"),
    *("lama", "baru", "baro", "anyar", "tua", "muda", "panjang", "pendek"),
    *("kota", "jaya", "raya", "maju", "makmur", "sari", "agung", "mekar"),
    *("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"),
    *("sepuluh", "sebelas", "belas", "puluh", "kesatu"),
    *("kabupaten", "desa", "kelurahan", "kampung"),
)

# Pairs of the old and the new spelling reform, and letters that the ear does not part.
_SOUNDS = (
    *(("oe", "u"), ("tj", "c"), ("dj", "j"), ("sj", "sy"), ("bh", "b"), ("dh", "d")),
    *(("th", "t"), ("kh", "k"), ("ph", "p"), ("lh", "l"), ("q", "k"), ("v", "f"), ("y", "i")),
)
_MOST_SLIPS = 2
_DOUBLED = re.compile(r"(.)\1+")


def same_place(old: str, new: str) -> bool:
    """Do these two names under one code differ in spelling only?

    Spacing, capitals, punctuation, usual abbreviations and a letter or two are spelling. Another
    number or direction, another word that tells neighbours apart, or a word more or less is not;
    a short name has no room for a slip.
    """
    before, after = _words(old), _words(new)
    one, other = "".join(before), "".join(after)
    if _numbers(before) != _numbers(after):
        # `ParitII` and `Parit II`: glued, the number cannot be seen any more.
        glued = not (_numbers(before) and _numbers(after))
        return glued and fold(old) == fold(new)
    if one == other:
        return True
    if _one_has_a_word_more(before, after) or _another_telling_word(one, other):
        return False
    if len(before) != len(after):
        return False
    slips = [_slips(old_word, new_word) for old_word, new_word in zip(before, after, strict=True)]
    return None not in slips and sum(filter(None, slips)) <= _MOST_SLIPS


def spelled_out(name: str) -> str:
    """The name's letters and digits with the usual abbreviations written out, for comparing."""
    return "".join(ABBREVIATIONS.get(word, word) for word in _WORD.findall(name.casefold()))


def numbers_in(name: str) -> list[str]:
    """The numbers in a name, Roman ones as digits: `Lalai I/II` has 1 and 2."""
    return _numbers(_words(name))


@lru_cache(maxsize=20_000)
def _words(name: str) -> tuple[str, ...]:
    bare = _GLOTTAL_STOP.sub("", name.casefold())
    found = (ABBREVIATIONS.get(word, word) for word in _WORD.findall(bare))
    return tuple(_ROMAN.get(word) or fold(word) for word in found)


def _numbers(words: tuple[str, ...]) -> list[str]:
    return [number for word in words for number in re.findall(r"\d+", word)]


def _one_has_a_word_more(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    return len(before) != len(after) and (set(before) < set(after) or set(after) < set(before))


def _another_telling_word(one: str, other: str) -> bool:
    heard, other_heard = _sound(one), _sound(other)
    return any((word in heard) != (word in other_heard) for word in _telling_sounds())


@cache
def _telling_sounds() -> tuple[str, ...]:
    return tuple(map(_sound, _TELLING))


def _sound(name: str) -> str:
    for written, heard in _SOUNDS:
        name = name.replace(written, heard)
    return _DOUBLED.sub(r"\1", name)


def _slips(old_word: str, new_word: str) -> int | None:
    """The letters by which two words differ, or None when that is too much for one word."""
    if _sound(old_word) == _sound(new_word):
        return 0
    longest = max(len(old_word), len(new_word))
    allowed = 0 if longest < 4 else 1 if longest < 8 else _MOST_SLIPS
    distance = _distance(old_word, new_word, allowed)
    if distance > allowed or (distance == _MOST_SLIPS and not _same_bones(old_word, new_word)):
        return None
    return distance


def _same_bones(old_word: str, new_word: str) -> bool:
    """`Beringin` and `Ringin`, not `Sidorejo` and `Sukorejo`: no consonant became another."""
    one, other = sorted((_bones(old_word), _bones(new_word)), key=len)
    return one == other or (len(one) < len(other) and _distance(one, other, 1) == 1)


def _bones(word: str) -> str:
    return re.sub("[aiueo]", "", word)


def _distance(one: str, other: str, limit: int) -> int:
    """How many letters to add, drop, change or swap with their neighbour; stops above `limit`."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, target in enumerate(other, start=1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != target))
            if i > 1 and j > 1 and letter == other[j - 2] and target == one[i - 2]:
                best = min(best, earlier[j - 2] + 1)
            row.append(best)
        if min(row) > limit:
            return limit + 1
    return row[-1]
