"""Elements of participants as the columns of files."""

from programs.models import Element


def element_options() -> list[tuple[int, str, str]]:
    """Every element, in the order of the forms; one that is no longer used keeps its rows."""
    elements = Element.objects.in_order()
    return [(key, code, name) for key, code, name in elements.values_list("pk", "code", "name")]
