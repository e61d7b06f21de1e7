"""Logs name the page, never whom somebody looked for."""

import logging


def test_a_phone_in_a_query_stays_out_of_the_log(client, db, caplog):
    with caplog.at_level(logging.INFO):
        client.get("/api/v1/villagers/", {"phone": "13800000001"})

    said = "\n".join(record.getMessage() for record in caplog.records)
    assert "GET /api/v1/villagers/" in said
    assert "13800000001" not in said
