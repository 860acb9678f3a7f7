"""What a row of a preview stores once it is confirmed, as JSON of columns of the table."""

import json
import re
from collections.abc import Mapping
from typing import Any

import orjson

from p2kp_site.exchange.columns import Found
from p2kp_site.exchange.services.existing import Target
from p2kp_site.exchange.services.own_links import LATER
from p2kp_site.exchange.services.shape import Shape
from p2kp_site.foundation.refs import new_ref

# An escaped NUL, not the six characters that somebody typed.
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


class Payloads:
    """Makes the payloads of one file."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        dataset = shape.dataset
        self._own = dataset.own_links
        self._spread = {c.name: (c.spread.prefix, str(c.entry)) for c in shape.spreads if c.spread}
        self._direct_in_file = [c.name for c in shape.set_columns if dataset.is_direct(c)]
        # A key may be issued, or have a default; anything else that is absent the table fills in.
        keys = [c.name for c in dataset.key_columns if dataset.is_direct(c)]
        self._direct_of_new = list(dict.fromkeys([*self._direct_in_file, *keys]))
        self._spread_in_file = [c.name for c in shape.set_columns if c.spread]

    def new(self, values: Mapping[str, Any], found: Mapping[str, Found | None], ref: str) -> str:
        """The columns of a new row that are in the file, with its reference and its key."""
        payload = {name: values[name] for name in self._direct_of_new}
        payload["ref"] = ref
        payload.update(
            dataset.implied_by(values) if (dataset := self.shape.dataset).implied else {}
        )
        for link in self.shape.links:
            one = found.get(link.key)
            payload.update(one.stores if one else link.nothing)
        self._add_coming(payload, found)
        self._add_spread(payload, self._spread_in_file, values)
        return as_json(payload)

    def changed(
        self, values: Mapping[str, Any], found: Mapping[str, Found | None], target: Target
    ) -> str:
        """The columns of an existing row that are in the file."""
        payload = {name: values[name] for name in self._direct_in_file}
        for link in self.shape.links:
            if one := found.get(link.key):
                payload.update(one.stores)
            elif any(values[name] is not None for name in link.own):
                # A place that cannot be named any more, but was not touched, stays.
                held = dict(zip(self.shape.stores, target.stores, strict=True))
                payload.update({name: held[name] for name in link.lookup.stores})
            else:
                payload.update(link.nothing)
        self._add_coming(payload, found)
        self._add_spread(payload, self._spread_in_file, values)
        return as_json(payload)

    def _add_coming(self, payload: dict[str, Any], found: Mapping[str, Found | None]) -> None:
        """What other rows of this file will be, by their key."""
        for link in self._own:
            if (one := found.get(link.key)) and one.stores[link.key] is None:
                payload.setdefault(LATER, {})[link.key] = one.text

    def _add_spread(self, payload: dict[str, Any], names: Any, values: Mapping[str, Any]) -> None:
        """Cells of spread columns as they are stored: by entry the amount and a reference."""
        for name in names:
            prefix, entry = self._spread[name]
            ref = None if values[name] is None else new_ref()
            payload.setdefault(prefix, {})[entry] = [values[name], ref]


def as_json(value: Any) -> str:
    """JSON of what was in a file; PostgreSQL keeps no NUL, so another sign stands in its place."""
    try:
        text = orjson.dumps(value, default=str).decode()
    except TypeError:  # half of a surrogate pair, or a number beyond 64 bits
        whole = json.dumps(value, ensure_ascii=False, default=str)
        text = json.dumps(json.loads(whole.encode("utf-8", "replace").decode()))
    return _NUL.sub(r"\1\\ufffd", text) if "\\u0000" in text else text
