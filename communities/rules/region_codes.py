"""What the codes of regions say by themselves: `PP.KK.CC.DDDD` of the Ministry of Home Affairs."""

import re

_DOTTED = re.compile(r"\d\d(?:\.\d\d(?:\.\d\d(?:\.\d{4})?)?)?", re.ASCII)
_UNDOTTED = re.compile(r"(\d\d)(?:(\d\d)(?:(\d\d)(\d{4})?)?)?", re.ASCII)

# The first digit of a village's serial number. 3 is a desa adat: a desa under customary law.
_VILLAGE_KINDS = {"1": "urban_village", "2": "village", "3": "village"}
_FIRST_CITY = 71


def dotted(code: str) -> str | None:
    """The code in its official form (`1404041001` -> `14.04.04.1001`), or None when it is none.

    Only the form is judged. Codes of the statistics office (BPS) look like undotted ones and mean
    other places: whoever takes undotted codes from people compares the name beside them.
    """
    code = code.strip()
    if _DOTTED.fullmatch(code):
        found = code
    elif match := _UNDOTTED.fullmatch(code):
        found = ".".join(part for part in match.groups() if part)
    else:
        return None
    return found if _last_part_can_be(found) else None


def _last_part_can_be(code: str) -> bool:
    return len(code) < 13 or code[9] in _VILLAGE_KINDS


def level_of(code: str) -> int:
    """1 province, 2 regency or city, 3 district, 4 village, of a dotted code."""
    return code.count(".") + 1


def parent_code(code: str) -> str:
    """The code of the region that this one is part of; empty for a province."""
    return code.rpartition(".")[0]


def kind_of(code: str, name: str) -> str:
    """What the region is called in law, as a value of `RegionKind`.

    A second part from 71 on is a city (kota), and so is what is named one. A village's serial
    number begins with 1 for a kelurahan and with 2 (or 3, desa adat) for a desa.
    """
    level = level_of(code)
    if level == 1:
        return "province"
    if level == 2:
        named_city = name.casefold().startswith("kota ")
        return "city" if named_city or int(code[3:5]) >= _FIRST_CITY else "regency"
    if level == 3:
        return "district"
    return _VILLAGE_KINDS[code[9]]
