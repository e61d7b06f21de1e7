"""Every page of the counter on a phone: the keyboard that fits, and today's work one tap away."""

from html.parser import HTMLParser

from django.urls import reverse

from tests.scope.expected_pages import PAGES
from tests.scope.test_pages_walk import MODELS, address, is_api

# Its own keyboard comes with the type, or none at all.
WITHOUT_KEYBOARD = {"hidden", "checkbox", "radio", "file", "submit", "button", "date", "datetime-local"}


class Fields(HTMLParser):
    """What a page lets somebody type, and where it leads."""

    def __init__(self, page):
        super().__init__()
        self.typed, self.links = [], set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "textarea" or (tag == "input" and told.get("type", "text") not in WITHOUT_KEYBOARD):
            self.typed.append(told)
        if tag == "a":
            self.links.add(told.get("href"))


def pages_of(world, who):
    """Each page of theirs that is shown in the partner's frame."""
    client = world.client(who)
    for name, page in sorted(PAGES.items()):
        if who not in page.who or is_api(name):
            continue
        row = world.pair(MODELS[page.model])[0] if page.row else None
        answer = client.get(address(name, row))
        if answer.status_code == 200 and "base_partner.html" in [t.name for t in answer.templates]:
            yield name, Fields(answer.content.decode())


def test_every_field_brings_up_its_keyboard_and_says_what_enter_does(world):
    seen = 0
    for who in ("partner", "helper"):
        for name, page in pages_of(world, who):
            for field in page.typed:
                seen += 1
                place = name, field.get("name")
                assert field.get("inputmode") or field.get("type") in {"tel", "search"}, place
                assert field.get("autocomplete"), place
                assert field.get("enterkeyhint") or field.get("type") == "search", place
    assert seen > 40


def test_todays_work_is_one_tap_away_from_every_page(world):
    for who in ("partner", "helper"):
        names = []
        for name, page in pages_of(world, who):
            names.append(name)
            assert reverse("today") in page.links, name
        assert len(names) > 15, who
