"""Reading the pages that views return."""

from html import unescape

from django.http import HttpResponse


def text(answer: HttpResponse) -> str:
    """The page's HTML with its entities resolved, so that names compare as they are written."""
    return unescape(answer.content.decode())
