"""Writers that turn rows into files that leave the house.

Plain Python on the standard library: each writer takes rows one batch at a time, hands bytes to a
sink at once, and needs the same memory for ten rows as for a million.
"""

from typing import Protocol


class ByteSink(Protocol):
    """Anything that takes bytes in order: an open file, a response, a hash; it need not seek."""

    def write(self, data: bytes, /) -> object:
        """Take all of `data`; the return value is not looked at."""
