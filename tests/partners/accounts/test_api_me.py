"""Who am I, as a program asks; and how it ends its own key."""

from rest_framework.test import APIClient

from tests.cast import PASSWORD, api_client_of, client_of

TOKEN, ME = "/api/v1/token/", "/api/v1/me/"
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


def with_token(who):
    key = APIClient().post(TOKEN, {"login": who, "password": PASSWORD}).json()["token"]
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {key}")
    return client


def test_a_key_says_whose_it_is_and_what_it_reaches(lin):
    me = with_token("lin").get(ME, **ENGLISH).json()

    assert (me["username"], me["role"], me["role_label"]) == ("lin", "partner", "partner")
    assert [station["code"] for station in me["stations"]] == ["FJYX001"]
    assert me["reach"] == "Orders and villagers of FJYX001, and your own income."


def test_everybody_reads_their_reach_in_words(cast):
    def reach(who):
        return api_client_of(who).get(ME, **ENGLISH).json()["reach"]

    assert reach(cast.helper) == "Orders and villagers of FJYX001."
    assert reach(cast.former) == "Your own income; you run no station today."
    assert reach(cast.staff) == f"Everything of {cast.staff.center.name}."
    assert reach(cast.ops) == reach(cast.superuser) == "Everything in the whole country."
    assert api_client_of(None).get(ME).status_code == 401


def test_a_key_is_ended(lin):
    client = with_token("lin")

    assert client.delete(TOKEN).status_code == 204

    assert client.get(ME).status_code == 401
    assert APIClient().delete(TOKEN).status_code == 401
    # Logging in anew works with the dead key still in the header.
    assert client.post(TOKEN, {"login": "lin", "password": PASSWORD}).status_code == 200


def test_a_session_writes_only_with_its_csrf_token(lin):
    with_token("lin")
    client = client_of(lin, enforce_csrf_checks=True)
    assert client.get(ME).status_code == 200
    assert client.delete(TOKEN).status_code == 403
