"""What every order asks is planned once a connection, and is still asked as everybody else's."""

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from stations.network.models import Station
from stations.prepared import prepared_cursor, prepared_rows
from stations.requests.models import RequestToken

ASKED = "SELECT %s::int + 1 -- of this test"


def ask(number):
    with prepared_cursor() as cursor:
        cursor.execute(ASKED, [number])
        return cursor.fetchone()[0]


def kept():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT statement FROM pg_prepared_statements WHERE statement LIKE %s", ["%of this test"]
        )
        return [text for (text,) in cursor.fetchall()]


def test_what_is_asked_often_is_kept(db):
    assert [ask(number) for number in range(10)] == list(range(1, 11))
    assert kept() == ["SELECT $1::int + 1 -- of this test"]


def test_after_an_error_it_is_asked_as_before(db):
    for number in range(10):
        ask(number)
    with pytest.raises(DataError), transaction.atomic():
        ask(2**31 - 1)
    assert ask(4) == 5


def test_rows_come_as_the_orm_has_them(fjyx001, django_assert_num_queries):
    asked = "FROM stations_station own WHERE code = ANY(%(codes)s)"
    ((station, more),) = prepared_rows(Station, asked, {"codes": ["FJYX001"]})
    assert more == ()
    with django_assert_num_queries(0):
        assert {
            field.attname: getattr(station, field.attname) for field in Station._meta.concrete_fields
        } == {field.attname: getattr(fjyx001, field.attname) for field in Station._meta.concrete_fields}
    assert prepared_rows(
        Station, ", n FROM generate_series(1, 2) n LEFT JOIN stations_station own ON n < 1", {}
    ) == [(None, (1,)), (None, (2,))]


def test_values_that_django_converts_are_not_for_it(db):
    with pytest.raises(TypeError, match="result"):
        prepared_rows(RequestToken, "FROM stations_requesttoken own", {})


def test_whoever_reads_along_sees_the_values(db):
    for number in range(10):
        ask(number)
    with CaptureQueriesContext(connection) as asked:
        assert ask(7) == 8
    assert [query["sql"] for query in asked] == ["SELECT 7::int + 1 -- of this test"]


def test_whoever_puts_words_before_it_may(db):
    def with_words(execute, sql, params, many, context):
        return execute(f"SELECT set_config('test.word', 'said', true); {sql}", params, many, context)

    with connection.execute_wrapper(with_words), prepared_cursor() as cursor:
        cursor.execute(ASKED, [1])
        cursor.nextset()
        assert cursor.fetchone()[0] == 2
