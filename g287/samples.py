"""Invented data for the style page, which shows every part once."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.crispy import FormHelper, NumberInput
from accounts.forms import DayField, Form
from g287.charts import add_months
from training.states import Compliance, RequirementState, Status

TODAY = date(2026, 11, 24)
COUNTS = {"compliant": 38, "due_soon": 3, "overdue": 3, "missing": 1, "conflict": 1}


class SampleForm(Form):
    """One field of each kind."""

    officer = forms.CharField(label=_("Officer"), help_text=_("Family name, given name"))
    day = DayField(label=_("Effective on"))
    hours = forms.IntegerField(label=_("Hours"), widget=NumberInput, required=False)
    model = forms.ChoiceField(
        label=_("Model"), choices=[("", "Choose one"), ("jem", "JEM"), ("wso", "WSO")]
    )
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("approve", _("Approve")), ("return", _("Return to the agency"))],
        widget=forms.RadioSelect,
    )
    reasons = forms.MultipleChoiceField(
        label=_("Why"),
        help_text=_("The agency sees these words"),
        choices=[("attendance", _("Attendance incomplete")), ("exam", _("Exam result missing"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    statement = forms.CharField(label=_("Statement"), widget=forms.Textarea(attrs={"rows": 3}))
    document = forms.FileField(label=_("Document"), required=False)
    attest = forms.BooleanField(
        label=_("I reviewed the record"), help_text=_("Signed with your name and the time")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(submit=_("Sign"), cancel="#")


def context() -> dict[str, Any]:
    """What the style page shows."""
    months = [add_months(TODAY, n) for n in range(1, 13)]
    counts = (3, 2, 0, 4, 9, 1, 2, 0, 6, 5, 3, 7)
    return {
        "today": TODAY,
        "counts": COUNTS,
        "urls": dict.fromkeys(COUNTS, "#"),
        "small_counts": {"compliant": 27, "due_soon": 2, "overdue": 5, "missing": 3},
        "compliance_values": Compliance.values,
        "requirement_values": RequirementState.values,
        "status_values": Status.values,
        "due": [
            {"month": month, "count": n, "soon": i == 0, "url": "#"}
            for i, (month, n) in enumerate(zip(months, counts, strict=True))
        ],
        "coverage": _coverage(),
        "trend_months": [add_months(TODAY, n) for n in range(-12, 1)],
        "trend": [
            {"label": "JEM", "values": _line(78, 84.1, 13)},
            {"label": "WSO", "values": _line(70, 76.0, 13)},
            {"label": "all agencies", "values": _line(62, 71.4, 13), "main": True},
            {"label": "TFM", "values": _line(55, 66.3, 13)},
        ],
        "annotation": {"index": 5, "text": "Apr: 214 refreshers fell due at once"},
        "states": {"FL": 74, "GA": 81, "TX": 66, "NC": 92, "MD": 94, "AK": 100, "LA": 55, "TN": 77},
        "steps": [
            {"label": "Nominated", "count": 12840, "days": 38},
            {"label": "Vetted", "count": 11902, "days": 61},
            {"label": "Trained", "count": 10611, "days": 9},
            {"label": "Signed off", "count": 10214, "days": 3},
            {"label": "Certified", "count": 10180, "days": 17},
            {"label": "Authorized", "count": 9655, "days": None},
        ],
        "form": SampleForm(),
        "refused_form": SampleForm({"officer": "", "model": "tfm"}),
        "rows": [
            ("Sample, Avery", "4471", "JEM", "authorized", "overdue", date(2026, 11, 8)),
            ("Testcase, Sasha", "4533", "WSO", "authorized", "missing", None),
            ("Example, Quinn", "4377", "TFM", "authorized", "conflict", None),
            ("Example, Dakota", "4420", "JEM", "authorized", "due_soon", date(2026, 12, 9)),
            ("Sample, Blake", "4540", "JEM", "in_training", "in_progress", None),
            ("Example, Harper", "4366", "WSO", "authorized", "compliant", date(2027, 1, 3)),
        ],
    }


def _line(first: float, last: float, points: int) -> list[float]:
    # A dip in the middle, so that the lines are not straight.
    return [
        round(first + (last - first) * n / (points - 1) - 0.12 * (36 - (n - 6) ** 2), 1)
        for n in range(points)
    ]


def _coverage() -> list[dict[str, Any]]:
    return [
        {
            "label": "Refresher",
            "note": "not met, 16 days",
            "periods": [
                {"start": date(2024, 11, 8), "end": date(2026, 11, 8), "label": "until 8 Nov"},
                {"start": date(2026, 11, 8), "end": TODAY, "met": False},
            ],
        },
        {
            "label": "Evaluation",
            "note": "due 9 Dec",
            "periods": [
                {"start": date(2026, 6, 12), "end": date(2026, 9, 10), "label": "12 Jun"},
                {"start": date(2026, 9, 10), "end": date(2026, 12, 9)},
            ],
        },
        {
            "label": "IT awareness",
            "advisory": True,
            "note": "not met, 30 days",
            "periods": [
                {"start": date(2025, 5, 4), "end": TODAY - timedelta(days=30)},
                {"start": TODAY - timedelta(days=30), "end": TODAY, "met": False},
            ],
        },
        {
            "label": "Authorization",
            "periods": [{"start": date(2024, 12, 2), "end": None, "label": "no end"}],
        },
    ]
