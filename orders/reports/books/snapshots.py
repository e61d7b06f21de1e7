"""Snapshots of festivals: each part against its own document, and the nation against its counties."""

from orders.reports.books.check import Check

CHECKS = (
    # The checksum is part of the key: a document that was changed has another one.
    Check(
        "festivals: snapshot = checksum and figures of its document",
        ("stations", "paid", "net"),
        """
        SELECT concat_ws(' ', snapshot_id, center_id, checksum) AS key, stations, paid_amount AS paid,
               net_amount AS net
        FROM orders_snapshotpart
        """,
        """
        SELECT concat_ws(' ', snapshot_id, center_id, encode(sha256(convert_to(document, 'UTF8')), 'hex'))
                   AS key,
               (document::jsonb ->> 'stations_in_service')::int AS stations,
               (document::jsonb #>> '{turnovers,paid,amount}')::numeric AS paid,
               (document::jsonb #>> '{turnovers,net,amount}')::numeric AS net
        FROM orders_snapshotpart
        """,
    ),
    Check(
        "festivals: snapshot of the nation = its counties",
        ("stations", "paid", "net"),
        """
        SELECT snapshot_id::text AS key, stations, paid_amount AS paid, net_amount AS net
        FROM orders_snapshotpart WHERE center_id IS NULL
        """,
        """
        SELECT s.id::text AS key, coalesce(sum(p.stations), 0) AS stations,
               coalesce(sum(p.paid_amount), 0) AS paid, coalesce(sum(p.net_amount), 0) AS net
        FROM orders_festivalsnapshot s
        LEFT JOIN orders_snapshotpart p ON p.snapshot_id = s.id AND p.center_id IS NOT NULL
        GROUP BY s.id
        """,
    ),
)
