"""What `manage.py check --deploy` says of the settings."""

import pytest
from django.core import checks


def said():
    deployed = checks.run_checks(tags=[checks.Tags.security], include_deployment_checks=True)
    return [message.id for message in deployed if message.id.startswith("g287.")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("demo", "debug", "found"),
    [(True, False, ["g287.E001"]), (False, False, []), (True, True, [])],
)
def test_a_deployment_with_the_demos_sign_ins_is_an_error(settings, demo, debug, found):
    settings.DEMO, settings.DEBUG = demo, debug
    assert said() == found
