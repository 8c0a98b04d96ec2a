"""`{% icon "check_circle" %}`: an icon of the USWDS sprite, linked and never copied into a page."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

SPRITE = "uswds/img/sprite.svg"


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """Show an icon: decoration beside a word, or with `label` a picture that speaks.

    `{% icon "print" %}`, `{% icon "help" label=_("Help") %}`, `css="icon--large"` for 24 px.
    """
    classes = f"icon icon--{name} {css}".rstrip()
    use = format_html('<use href="{}#{}"></use>', static(SPRITE), name)
    if not label:
        return format_html(
            '<svg class="{}" aria-hidden="true" focusable="false">{}</svg>', classes, use
        )
    return format_html(
        '<svg class="{}" role="img" aria-label="{}" focusable="false">{}</svg>', classes, label, use
    )
