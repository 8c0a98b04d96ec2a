"""The first page in a real browser: it arrives with its style, and the CSP blocks nothing."""

from django.urls import reverse


def test_the_sign_in_page_arrives_whole(page, live_server):
    complaints, answers = [], []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("response", lambda response: answers.append((response.status, response.url)))
    page.goto(live_server.url + reverse("account_login"))
    page.get_by_role("heading", level=1).wait_for()
    assert [url for status, url in answers if status >= 400] == []
    assert complaints == []
    assert any(url.endswith("uswds.min.css") for _, url in answers)
