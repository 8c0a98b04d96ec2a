"""Bringing the tables to what the reference files say."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.db import connection, transaction
from django.utils import timezone

from training.kinds import Kind
from training.reference.courses import CourseFile, read_courses
from training.reference.files import RULE_SETS, BadReferenceData
from training.reference.form_revisions import read_form_revisions
from training.reference.rule_sets import RequirementFile, RuleSetFile, read_rule_sets
from training.rules import rule_set as rule


@dataclass
class Loaded:
    """How many rows were added, changed and left as they were."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


def load_reference(apps: Apps, rule_set_folder: Path = RULE_SETS) -> Loaded:
    """Read every file, check it, then write: all of it or nothing.

    `apps` is the registry that knows the models: the running one, or a migration's.
    """
    forms, courses = read_form_revisions(), read_courses()
    rule_sets = read_rule_sets(rule_set_folder)
    for rule_set in rule_sets:
        form = next((form for form in forms if form.code == rule_set.form), None)
        if form is None or not set(rule_set.models) <= set(form.models):
            raise BadReferenceData(rule_set.file, "form", "is no form revision of these models")
        _check_courses(rule_set, {course.code for course in courses})
    loaded = Loaded()
    with transaction.atomic(), _published_rules_open():
        revision = apps.get_model("agencies", "FormRevision")
        for form in forms:
            values = {
                "title": form.title,
                "for_models": form.models,
                "valid_from": form.valid_from,
                "valid_to": form.valid_to,
                "source": form.source,
            }
            _put(loaded, revision, {"code": form.code}, values)
        for course in courses:
            _put_course(loaded, apps, course)
        for rule_set in rule_sets:
            for model in rule_set.models:
                _put_rule_set(loaded, apps, rule_set, model)
    return loaded


@contextmanager
def _published_rules_open() -> Iterator[None]:
    """Let published rules that shipped with the product follow their files; nothing else may."""
    setting = "select set_config('app.loading_reference', %s, true)"
    with connection.cursor() as cursor:
        cursor.execute(setting, ["on"])
        yield
        cursor.execute(setting, [""])


def _check_courses(rule_set: RuleSetFile, known: set[str]) -> None:
    for requirement in rule_set.requirements:
        for problem in rule.problems_of_courses(requirement.parameters, known):
            raise BadReferenceData(rule_set.file, problem.key, problem.reason)


def _put(loaded: Loaded, model: Any, key: dict[str, Any], values: dict[str, Any]) -> Any:
    """The row with this key, added or changed where it differs, so that no history is made."""
    row = model.objects.filter(**key).first()
    if row is None:
        loaded.added += 1
        return model.objects.create(**key, **values)
    different = [name for name, value in values.items() if getattr(row, name) != value]
    if not different:
        loaded.unchanged += 1
        return row
    for name in different:
        setattr(row, name, values[name])
    row.save(update_fields=different)
    loaded.changed += 1
    return row


def _put_course(loaded: Loaded, apps: Apps, file: CourseFile) -> None:
    course = _put(
        loaded,
        apps.get_model("training", "Course"),
        {"code": file.code},
        {"title": file.title, "fulfills": Kind[file.fulfills.upper()].value},
    )
    version = _put(
        loaded,
        apps.get_model("training", "CourseVersion"),
        {"course_id": course.pk, "version": file.version},
        {
            "for_models": file.models,
            "valid_from": file.valid_from,
            "valid_to": file.valid_to,
            "training_days": file.training_days,
            "hours": file.hours,
            "pass_mark": file.pass_mark,
            "mark": file.mark,
            "source": file.source,
        },
    )
    module = apps.get_model("training", "Module")
    for part in file.modules:
        values = {k: v for k, v in vars(part).items() if k != "position"}
        _put(loaded, module, {"course_version_id": version.pk, "position": part.position}, values)


def _put_rule_set(loaded: Loaded, apps: Apps, file: RuleSetFile, model: str) -> None:
    rule_sets = apps.get_model("training", "RuleSet")
    form = apps.get_model("agencies", "FormRevision").objects.get(code=file.form)
    key = {"form_revision_id": form.pk, "model": model, "version": file.version}
    found = rule_sets.objects.filter(**key).first()
    is_new = found is None
    if found is not None and (found.published_at is None or found.published_by_id is not None):
        reason = f"{file.version} is that of rules drafted or published here: take a later one"
        raise BadReferenceData(file.file, "version", reason)
    _check_order(rule_sets, file, key)
    rule_set = _put(loaded, rule_sets, key, {"valid_from": file.valid_from})
    if is_new:
        rule_set.published_at = timezone.now()
        rule_set.save(update_fields=["published_at"])
    elif _judges_somebody(apps, rule_set) and _demands(apps, rule_set) != _demanded(file):
        raise BadReferenceData(
            file.file, "version", f"{file.version} already judges officers: write a new version"
        )
    requirements = apps.get_model("training", "Requirement")
    wanted = [requirement.kind.value for requirement in file.requirements]
    requirements.objects.filter(rule_set_id=rule_set.pk).exclude(kind__in=wanted).delete()
    for requirement in file.requirements:
        values = {name: value for name, value in vars(requirement).items() if name != "kind"}
        _put(
            loaded,
            requirements,
            {"rule_set_id": rule_set.pk, "kind": requirement.kind.value},
            values,
        )


def _check_order(rule_sets: Any, file: RuleSetFile, key: dict[str, Any]) -> None:
    """Among the versions that people published here, the file's comes where its number says."""
    of_the_form = rule_sets.objects.filter(
        form_revision_id=key["form_revision_id"], model=key["model"]
    )
    one = rule.Dated(file.file, file.version, file.valid_from)
    others = [
        rule.Dated(
            f"version {row.version}, published here from {row.valid_from}",
            row.version,
            row.valid_from,
        )
        for row in of_the_form.exclude(published_by=None).exclude(published_at=None)
    ]
    for problem in rule.problems_of_order(one, others):
        raise BadReferenceData(file.file, problem.key, problem.reason)


def _judges_somebody(apps: Apps, rule_set: Any) -> bool:
    assignments = apps.get_model("training", "RuleAssignment")
    return bool(assignments.objects.filter(rule_set_id=rule_set.pk).exists())


def _demands(apps: Apps, rule_set: Any) -> dict[int, tuple[bool, int, dict[str, Any]]]:
    rows = apps.get_model("training", "Requirement").objects.filter(rule_set_id=rule_set.pk)
    return {row.kind: (row.is_binding, row.soon_days, row.parameters) for row in rows}


def _demanded(file: RuleSetFile) -> dict[int, tuple[bool, int, dict[str, Any]]]:
    def demand(row: RequirementFile) -> tuple[bool, int, dict[str, Any]]:
        return row.is_binding, row.soon_days, row.parameters

    return {row.kind.value: demand(row) for row in file.requirements}
