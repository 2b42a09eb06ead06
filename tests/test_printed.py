"""A drawing lies on the printed page as it gets larger."""

import pytest

from procmap.report.printed import stands

SIZES = [(840, 300, False), (400, 1600, True), (1600, 1200, False), (1000, 1500, True)]


@pytest.mark.parametrize(("width", "height", "standing"), SIZES)
def test_what_is_tall_stands_and_what_is_wide_lies(width, height, standing):
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}.5" viewBox="0 0 1 1">'
    svg = f'{head}<rect width="1" height="9"/></svg>'
    assert stands(svg) is standing
    assert stands("") is False
