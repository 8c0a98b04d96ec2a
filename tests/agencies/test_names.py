import pytest

from agencies.names import name_key


@pytest.mark.parametrize(
    "name",
    ["Sheriff's Office", "SHERIFF’S  Office", " sheriff`s\u00a0office\n", "Sheriffʼs Office"],
)
def test_spellings_of_one_name_have_one_key(name):
    assert name_key(name) == "sheriff's office"


def test_a_key_is_made_of_parts_in_order():
    assert name_key("Smith–Jones", "Ann") == "smith-jones ann"
