"""What the log never holds."""

import io
import logging

import pytest
import structlog

from g287.settings.logs import LOGGING, MaskLinks, mask_links


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("GET /invitation/Abc-123_x/", "GET /invitation/***/"),
        ("/account/password/reset/key/1-c0ffee/?x=1", "/account/password/reset/key/***/?x=1"),
        ("/officers/", "/officers/"),
    ],
)
def test_a_link_that_opens_something_by_itself_is_masked(address, shown):
    assert mask_links(None, "", {"event": "x", "request": address})["request"] == shown


def test_the_words_of_a_library_are_masked_when_they_are_put_together():
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(MaskLinks())
    logger = logging.getLogger("a-library")
    logger.addHandler(handler)
    logger.warning("Not Found: %s", "/invitation/Abc-123_x/")
    logger.removeHandler(handler)
    assert written.getvalue() == "Not Found: /invitation/***/\n"


def test_every_handler_masks():
    assert all("mask_links" in handler["filters"] for handler in LOGGING["handlers"].values())
    assert mask_links in structlog.get_config()["processors"]
