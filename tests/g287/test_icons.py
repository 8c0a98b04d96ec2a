"""Icons are linked by name, so a name that the sprite lacks would show nothing."""

import re
from pathlib import Path

import pytest

from g287.templatetags.icons import icon
from g287.templatetags.states import STATE_ICONS

ROOT = Path(__file__).parents[2]
SPRITE = ROOT / "static-vendor" / "uswds" / "img" / "sprite.svg"


def names_used() -> set[str]:
    used = set(STATE_ICONS.values())
    for template in (ROOT / "templates").rglob("*.html"):
        used |= set(re.findall(r"""{%\s*icon\s+["'](\w+)["']""", template.read_text()))
    return used


@pytest.mark.parametrize("name", sorted(names_used()))
def test_every_icon_in_a_template_is_in_the_sprite(name):
    assert f'id="{name}"' in SPRITE.read_text()


def test_an_icon_beside_a_word_is_silent():
    assert 'aria-hidden="true"' in icon("print")


def test_an_icon_alone_says_its_label():
    html = icon("help", label="Help")
    assert 'role="img"' in html
    assert 'aria-label="Help"' in html
    assert "aria-hidden" not in html
