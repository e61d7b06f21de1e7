"""What every order asks is planned once a connection, and is still asked as everybody else's."""

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from stations.prepared import prepared_cursor

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
