"""`{% compliance value %}`, `{% requirement value %}`, `{% status value %}`: the word and its icon.

The icon carries the hue, the word is ink; only Overdue, Missing and Records conflict have a
colored word. The words come from `training.states`; here is only how they look.
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from g287.templatetags.icons import icon
from training.states import Compliance, RequirementState, Status

register = template.Library()

STATE_ICONS = {
    "compliant": "check_circle",
    "met": "check_circle",
    "due_soon": "schedule",
    "overdue": "error",
    "missing": "cancel",
    "conflict": "flag",
    "in_progress": "autorenew",
    "unknown_rule": "help",
    "waived": "event",
    "not_applicable": "remove_circle",
}
# States of a requirement that is not met; advice in them is neutral, as in the coverage chart.
UNMET = frozenset({"missing", "overdue", "due_soon"})
ADVICE_ICON = "radio_button_unchecked"


@register.simple_tag
def compliance(value: str, detail: str = "") -> SafeString:
    """The compliance computed for a day. `{% compliance "overdue" "refresher" %}` adds what."""
    return _state(value, str(Compliance(value).label), detail)


@register.simple_tag
def requirement(value: str, *, binding: bool = True) -> SafeString:
    """The state of one requirement on a day.

    `binding=False`: advice. It lowers nothing, so what is not met never looks like a failure.
    """
    label = str(RequirementState(value).label)
    if binding or value not in UNMET:
        return _state(value, label)
    return _marked("advice", ADVICE_ICON, label)


@register.simple_tag
def status(value: str) -> SafeString:
    """The status that a signed act gave. Never with an icon: it must not look like compliance."""
    return format_html('<span class="status status--{}">{}</span>', value, Status(value).label)


@register.simple_tag
def state_icon(value: str) -> SafeString:
    """The icon of a state alone, where the word stands elsewhere in the row."""
    return format_html(
        '<span class="state state--{}">{}</span>',
        value,
        icon(STATE_ICONS[value], css="state__icon"),
    )


def _state(value: str, label: str, detail: str = "") -> SafeString:
    words = f"{label}: {detail}" if detail else label
    return _marked(value, STATE_ICONS[value], words)


def _marked(look: str, icon_name: str, words: str) -> SafeString:
    return format_html(
        '<span class="state state--{}">{}<span class="state__word">{}</span></span>',
        look,
        icon(icon_name, css="state__icon"),
        words,
    )
