"""Which regions somebody may have meant, when a name or a code was not found."""

import difflib
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import Any, TypeVar

from p2kp_site.exchange.reading.names import fold

_LEAST_ALIKE = 0.6


# A region as a tuple that begins with its dotted code and its name.
Candidate = TypeVar("Candidate", bound=tuple[Any, ...])


def _whole_name(candidate: tuple[Any, ...]) -> str:
    return str(candidate[1])


def nearest(
    name_or_code: str,
    candidates: Iterable[Candidate],
    n: int = 3,
    *,
    key: Callable[[Candidate], str] = _whole_name,
) -> list[Candidate]:
    """The `n` candidates whose name (or code, for a code) is most like this one, best first.

    Candidates are tuples that begin with code and name. A name that begins with the text, or the
    text with it, counts as alike (`Indragiri`). `key` gives what of a candidate is compared.
    """
    if not any(letter.isalpha() for letter in name_or_code):
        return _nearest_codes(name_or_code, candidates, n)
    wanted = fold(name_or_code)
    pairs = _pairs(wanted)
    # Counting shared pairs of letters is cheap; only the best few are compared letter by letter.
    rough = [(_shared(pairs, _pairs(fold(key(c)))), c) for c in candidates]
    rough = sorted((r for r in rough if r[0] > 0), key=lambda r: (-r[0], r[1][0]))[: 10 * n]
    matcher = difflib.SequenceMatcher(b=wanted, autojunk=False)
    scored = []
    for _share, candidate in rough:
        name = fold(key(candidate))
        matcher.set_seq1(name)
        score = matcher.ratio()
        if score >= _LEAST_ALIKE or name.startswith(wanted) or wanted.startswith(name):
            scored.append((-score, candidate[0], candidate))
    return [candidate for _score, _code, candidate in sorted(scored, key=lambda s: s[:2])[:n]]


def shared_start(one: str, other: str) -> int:
    """With how many equal characters two codes begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _nearest_codes(code: str, candidates: Iterable[Candidate], n: int) -> list[Candidate]:
    digits = "".join(filter(str.isdigit, code))
    scored = []
    for candidate in candidates:
        theirs = candidate[0].replace(".", "")
        shared = shared_start(digits, theirs)
        if shared >= 2:
            alike = sum(a == b for a, b in zip(digits, theirs, strict=False))
            scored.append((-shared, abs(len(theirs) - len(digits)), -alike, theirs, candidate))
    return [found[-1] for found in sorted(scored, key=lambda s: s[:4])[:n]]


@lru_cache(maxsize=20_000)
def _pairs(word: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(word))) or frozenset({word})


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
