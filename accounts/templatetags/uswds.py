"""How the crispy pack `uswds` draws one field; used by templates/uswds/ alone."""

from typing import Any, Protocol

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

register = template.Library()


class LayoutButton(Protocol):
    """A crispy layout object that draws itself."""

    def render(self, form: Any, context: Any) -> str:
        """The HTML."""


CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "usa-textarea"),
    (forms.Select, "usa-select"),
    (forms.FileInput, "usa-file-input"),
    (forms.CheckboxInput, "usa-checkbox__input"),
)


@register.filter
def kind(field: BoundField) -> str:
    """Which of the pack's shapes a field takes: options, checkbox, hidden or plain."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "options"
    return "checkbox" if isinstance(widget, forms.CheckboxInput) else "plain"


@register.filter
def error_count(form: forms.BaseForm) -> int:
    """How many things the list of errors names: a field may have several."""
    return sum(len(errors) for errors in form.errors.values())


@register.filter
def names(error: object, label: object) -> bool:
    """Whether a sentence names its field itself, so that the list need not name it before."""
    return f"“{label}”" in str(error)


@register.filter
def option_shape(field: BoundField) -> str:
    """`checkbox` for a group in which several may be ticked, else `radio`."""
    several = isinstance(field.field.widget, forms.CheckboxSelectMultiple)
    return "checkbox" if several else "radio"


@register.simple_tag
def uswds_widget(field: BoundField) -> SafeString:
    """The input itself with its USWDS class, without touching the widget (it is shared)."""
    widget = field.field.widget
    own = next((css for kind, css in CLASSES if isinstance(widget, kind)), "usa-input")
    classes = [own, str(widget.attrs.get("class", ""))]
    if field.errors:
        classes.append("usa-input--error")
    attrs: dict[str, str | bool] = {"class": " ".join(filter(None, classes))}
    if str(widget.attrs.get("placeholder", "")) == str(field.label):
        # The label stays while one types; a placeholder that repeats it only looks filled in.
        attrs["placeholder"] = ""
    return field.as_widget(attrs=attrs)


@register.simple_tag(takes_context=True)
def uswds_input(context: template.Context, button: LayoutButton) -> SafeString:
    """One entry of the last line of a form: a button, or the link that leads out."""
    return SafeString(button.render(context.get("form"), context))
