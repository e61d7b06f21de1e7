"""Identity numbers: checked, encrypted, compared without being read, and never shown."""

import base64
import io
import logging

import pytest
from cryptography.fernet import InvalidToken
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from partners.people.identity import (
    check_identity_number,
    fingerprint,
    mask_identity_number,
    plain_identity_number,
)
from partners.people.joining import PersonDetails, correct_partner, register_partner
from partners.people.models import Partner
from stations.refusals import Refused

NUMBER = "11010519491231002X"  # the standard's own example
OTHER = "440524188001010014"  # likewise


def key(letter):
    return base64.urlsafe_b64encode(letter.encode() * 32).decode()


def details(center, **changes):
    given = {"center": center, "name": "何新", "phone": "13800000009", "identity_number": NUMBER}
    return PersonDetails(**given | changes)


def stored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity_number, identity_fingerprint FROM partners_partner")
        return cursor.fetchone()


@pytest.mark.parametrize("number", [NUMBER, OTHER, "350426199003071215"])
def test_right_numbers_pass(number):
    check_identity_number(number)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("110105194912310021", "last digit of the identity number does not fit"),
        ("11010519491231003X", "last digit of the identity number does not fit"),
        ("110105491231002", "17 digits and a last digit or X"),
        ("11010519491231002Y", "17 digits and a last digit or X"),
        ("１１０１０５１９４９１２３１００２X", "17 digits and a last digit or X"),
        ("", "17 digits and a last digit or X"),
    ],
)
def test_wrong_numbers_say_what_is_wrong(number, words):
    with pytest.raises(ValidationError, match=words):
        check_identity_number(number)


def test_typing_does_not_matter():
    assert plain_identity_number(" 110105 19491231 002x ") == NUMBER
    assert plain_identity_number("１１０１０５１９４９１２３１００２ｘ") == NUMBER


def test_the_mask_keeps_the_ends():
    assert mask_identity_number(NUMBER) == "110*************2X"
    assert mask_identity_number("") == ""


def test_what_is_stored_cannot_be_read(youxi, youxi_staff):
    partner = register_partner(
        actor=youxi_staff, details=details(youxi, identity_number="110105 19491231 002x")
    )
    cipher, print_ = stored()
    assert NUMBER not in cipher
    assert print_ == fingerprint(NUMBER)
    assert NUMBER[6:14] not in cipher + print_
    assert Partner.objects.get(pk=partner.pk).identity_number == NUMBER


def test_one_person_has_one_file_and_where_is_not_told(youxi, tonglu, youxi_staff, tonglu_staff):
    register_partner(actor=youxi_staff, details=details(youxi))
    with pytest.raises(Refused) as refused:
        register_partner(actor=tonglu_staff, details=details(tonglu, phone="13800000010"))
    assert (refused.value.code, refused.value.field) == ("known", "identity_number")
    assert "何新" not in str(refused.value)
    assert Partner.objects.count() == 1


def test_the_database_refuses_a_second_file(youxi, youxi_staff):
    partner = register_partner(actor=youxi_staff, details=details(youxi))
    with pytest.raises(IntegrityError, match="partner_identity_once"), transaction.atomic():
        Partner.objects.create(
            center=youxi, name="x", phone="13800000011", identity_fingerprint=partner.identity_fingerprint
        )


def test_people_without_a_number_do_not_collide(youxi, youxi_staff):
    for phone in ("13800000012", "13800000013"):
        register_partner(actor=youxi_staff, details=details(youxi, phone=phone, identity_number=""))
    assert Partner.objects.count() == 2


def test_a_wrong_number_is_refused_and_nothing_is_written(youxi, youxi_staff):
    with pytest.raises(Refused) as refused:
        register_partner(actor=youxi_staff, details=details(youxi, identity_number=NUMBER[:-1] + "1"))
    assert (refused.value.code, refused.value.field) == ("identity", "identity_number")
    assert not Partner.objects.exists()


def test_a_correction_without_a_number_keeps_it_and_with_one_replaces_it(youxi, youxi_staff):
    partner = register_partner(actor=youxi_staff, details=details(youxi))
    kept = correct_partner(
        actor=youxi_staff, partner=partner, details=details(youxi, name="何", identity_number="")
    )
    assert (kept.name, Partner.objects.get().identity_number) == ("何", NUMBER)
    correct_partner(actor=youxi_staff, partner=partner, details=details(youxi, identity_number=OTHER))
    assert Partner.objects.get().identity_number == OTHER
    assert Partner.objects.get().identity_fingerprint == fingerprint(OTHER)


def test_neither_history_nor_logs_nor_errors_carry_it(youxi, youxi_staff, caplog):
    given = details(youxi)
    with caplog.at_level(logging.DEBUG):
        register_partner(actor=youxi_staff, details=given)
        with pytest.raises(Refused) as refused:
            register_partner(actor=youxi_staff, details=given)
    columns = {field.name for field in apps.get_model("partners", "PartnerEvent")._meta.fields}
    assert not columns & {"identity_number", "identity_fingerprint"}
    assert NUMBER not in caplog.text
    assert NUMBER not in repr(given) + str(given)
    assert NUMBER not in repr(refused.value)
    assert refused.value.__cause__ is None


def test_an_older_key_still_reads_and_the_command_moves_everything_to_the_new_one(
    youxi, youxi_staff, settings
):
    settings.IDENTITY_KEYS = [key("a")]
    register_partner(actor=youxi_staff, details=details(youxi))
    before = stored()

    settings.IDENTITY_KEYS = [key("b"), key("a")]
    assert Partner.objects.get().identity_number == NUMBER
    settings.SECRET_KEY = "another-" * 8  # fingerprints hang on it

    out = io.StringIO()
    call_command("rotate_identity_keys", stdout=out)
    assert out.getvalue() == (
        "identity numbers encrypted anew: 1; second factors: 0; accounts: 0; applications: 0\n"
    )
    after = stored()
    assert after[0] != before[0]
    assert after[1] == fingerprint(NUMBER) != before[1]

    settings.IDENTITY_KEYS = [key("b")]
    assert Partner.objects.get().identity_number == NUMBER
    settings.IDENTITY_KEYS = [key("a")]
    with pytest.raises(InvalidToken):
        Partner.objects.get()


def test_without_the_old_key_the_command_changes_nothing(youxi, youxi_staff, settings):
    settings.IDENTITY_KEYS = [key("a")]
    register_partner(actor=youxi_staff, details=details(youxi))
    before = stored()
    settings.IDENTITY_KEYS = [key("c")]
    with pytest.raises(CommandError, match="IDENTITY_KEYS"):
        call_command("rotate_identity_keys")
    assert stored() == before
