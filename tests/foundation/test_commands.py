"""What the arguments of the product's commands mean."""

import pytest
from django.core.management import CommandError

from p2kp_site.foundation.commands import ProductCommand


def test_a_key_given_twice_holds_both_values() -> None:
    filters = ProductCommand().filters_in(["code=A", "code=B", "name=x=y"])
    assert filters == {"code": ["A", "B"], "name": "x=y"}


@pytest.mark.parametrize("text", ["code", "code=", "code= ", ""])
def test_a_filter_without_a_value_never_means_all_rows(text: str) -> None:
    with pytest.raises(CommandError) as refused:
        ProductCommand().filters_in([text])
    assert refused.value.returncode == 2
