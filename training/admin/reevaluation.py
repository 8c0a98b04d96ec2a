"""Re-evaluations; prepared and applied on a page of their own, by two people."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from accounts.admin.viewed import ViewedAdmin
from training.models import Reevaluation


@admin.register(Reevaluation)
class ReevaluationAdmin(ViewedAdmin):
    """Who judged whom by other rules, from when."""

    list_display = ("name", "rule_set", "effective_on", "prepared_by", "applied_at", "applied_by")
    list_filter = (("applied_at", admin.EmptyFieldListFilter),)
    date_hierarchy = "effective_on"
    search = ("name__istartswith", "rule_set__form_revision__code__istartswith")
    search_help_text = gettext_lazy("The beginning of its name, or of the form's code.")
    exclude = ("digest",)
