"""What grows with the orders and the scale seeder leaves out: a list of an empty table proves nothing.

One parcel, movement of cash, transfer and message for each order, and what a year of stations leaves:
services, manifests, days of drawers, statements. Rows fit the constraints but not each other: they are
there to be listed, and no book is judged by them. Written by SQL with the triggers off.
"""

from __future__ import annotations

from functools import partial

from django.db import connection

from benchmarks.measuring import say, seconds

_PARCEL_STATUS = """(ARRAY['expected', 'at_county', 'on_manifest', 'at_station'])[1 + o.id % 4]"""

STEPS = (
    (
        "parcels",
        f"""
        INSERT INTO orders_carrier (code, name, is_active) VALUES ('YTO', '圆通', true);
        INSERT INTO orders_parcel
            (carrier_id, tracking_number, station_id, order_id, recipient, phone, direction, size,
             to_the_house, status, "returning", pickup_code, wrong_codes, fee, fee_waived, hand_overs,
             announced_at, county_at, arrived_at, handed_over_at)
        SELECT c.id, 'YT' || lpad(o.id::text, 12, '0'), o.station_id, o.id, v.name, v.phone, 'down', 'small',
               false, w.status, false, '', 0, CASE WHEN w.done THEN 2 END, '', w.done::int,
               o.placed_at, o.placed_at + interval '1 day', o.placed_at + interval '2 days',
               CASE WHEN w.done THEN o.placed_at + interval '3 days' END
        FROM orders_agentorder o JOIN orders_villager v ON v.id = o.villager_id CROSS JOIN orders_carrier c
        CROSS JOIN LATERAL (
            SELECT o.id % 20 > 0 AS done, CASE WHEN o.id % 20 > 0 THEN 'handed_over' ELSE {_PARCEL_STATUS} END
        ) AS w (done, status)
        ORDER BY o.id;
        """,
    ),
    (
        "cases of parcels",
        """
        INSERT INTO orders_parcelcase
            (station_id, parcel_id, kind, scanned, detail, opened_at, outcome, note)
        SELECT station_id, id, 'missing', '', '', announced_at, '', '' FROM orders_parcel WHERE id % 100 = 0;
        """,
    ),
    (
        "manifests",
        """
        INSERT INTO orders_manifest
            (station_id, center_id, way, driver, status, counted_out, counted_in, created_at, dispatched_at,
             received_at)
        SELECT s.id, s.center_id, 'down', '', 'received', 9, 9, day, day, day
        FROM generate_series(timestamptz '2015-10-01', timestamptz '2015-12-09', interval '1 day') AS day
        CROSS JOIN stations_station s;
        INSERT INTO orders_manifestline (manifest_id, parcel_id, added_at, received_at)
        SELECT m.id, p.id, p.announced_at, p.announced_at
        FROM (SELECT *, row_number() OVER (PARTITION BY station_id ORDER BY id) AS n FROM orders_parcel) p
        JOIN (SELECT *, row_number() OVER (PARTITION BY station_id ORDER BY id) AS n FROM orders_manifest) m
             ON m.station_id = p.station_id AND m.n = 1 + p.n / 9;
        """,
    ),
    (
        "movements of cash",
        """
        INSERT INTO orders_cashmovement
            (station_id, kind, amount, business_date, occurred_at, subject, source_key, note, recorded_at)
        SELECT station_id, 'order_paid', amount, '2015-11-11', paid_at, 'agent-order:' || id,
               'agent-order:' || id || ':paid', '', now()
        FROM orders_agentorder ORDER BY id;
        """,
    ),
    (
        "drawers and their days",
        """
        INSERT INTO orders_drawer (station_id, amount, promised) SELECT id, 100, 0 FROM stations_station;
        INSERT INTO orders_cashday
            (station_id, day, opening_counted, expected, counted, parcels_expected, parcels_counted, reason,
             closed_at)
        SELECT s.id, day::date, 100, 100, 100, 9, 9, '', day + interval '20 hours'
        FROM generate_series(timestamptz '2015-10-01', timestamptz '2015-12-09', interval '1 day') AS day
        CROSS JOIN stations_station s;
        """,
    ),
    (
        "transfers",
        """
        INSERT INTO partners_account (kind) VALUES ('platform_clearing') ON CONFLICT DO NOTHING;
        INSERT INTO partners_account (kind, station_id) SELECT 'station_float', id FROM stations_station;
        INSERT INTO partners_balance (account_id, amount, credit_limit)
        SELECT id, 100, 0 FROM partners_account WHERE station_id IS NOT NULL;
        INSERT INTO partners_transfer
            (kind, from_account_id, to_account_id, station_id, amount, business_date, occurred_at, subject,
             source_key, note, recorded_at)
        SELECT 'order_paid', a.id, house.id, o.station_id, o.amount, '2015-11-11', o.paid_at,
               'agent-order:' || o.id, 'agent-order:' || o.id || ':paid', '', now()
        FROM orders_agentorder o JOIN partners_account a ON a.station_id = o.station_id
        CROSS JOIN (SELECT id FROM partners_account WHERE station_id IS NULL ORDER BY id LIMIT 1) AS house
        ORDER BY o.id;
        """,
    ),
    (
        "messages",
        """
        INSERT INTO stations_notification
            (station_id, kind, subject, source_key, phone, text, state, problem, attempts, asked, message_id,
             created_at, expires_at, sent_at)
        SELECT o.station_id, 'arrived', 'agent-order:' || o.id, 'agent-order:' || o.id || ':arrived', v.phone,
               '到了', 'sent', '', 1, 0, gen_random_uuid(), o.paid_at, o.paid_at, o.paid_at
        FROM orders_agentorder o JOIN orders_villager v ON v.id = o.villager_id ORDER BY o.id;
        """,
    ),
    (
        "services and callbacks",
        """
        INSERT INTO orders_counterservice
            (station_id, kind, details, secrets, card_print, title, amount, fee, status, held, reference,
             reason, created_at, charged_at, succeeded_at, tries)
        SELECT station_id, 'mobile', jsonb_build_object('phone', '139' || lpad(id::text, 8, '0')), '',
               '', '', 50, 1, 'succeeded', true, 'R' || id, '', paid_at, paid_at, paid_at, 1
        FROM orders_agentorder WHERE id % 4 = 0 ORDER BY id;
        INSERT INTO orders_gatewaycallback
            (gateway, body, truncated, headers, received_at, verdict, problem, event_id, service_id)
        SELECT 'mobile', '{}', false, '{}', charged_at, 'applied', '', 'E' || id, id
        FROM orders_counterservice ORDER BY id;
        """,
    ),
    (
        "statements",
        """
        INSERT INTO partners_statement
            (partner_id, center_id, station_id, month, version, lines, earned, received_in_cash, adjusted,
             deducted, brought_forward, reason, closed_at)
        SELECT t.partner_id, s.center_id, s.id, month::date, 1, 9, 100, 0, 0, 0, 0, '', now()
        FROM generate_series(timestamp '2014-11-01', timestamp '2015-10-01', interval '1 month') AS month
        CROSS JOIN partners_tenure t JOIN stations_station s ON s.id = t.station_id;
        """,
    ),
    (
        "logins",
        """
        INSERT INTO partners_user
            (password, is_superuser, is_staff, is_active, date_joined, username, name, phone, role, is_lead)
        SELECT '!', false, false, true, now(), 'p' || id, name, phone, 'partner', false FROM partners_partner;
        """,
    ),
)


def fill() -> None:
    """Fills the tables beside the orders; every step says how long it took."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for name, statements in STEPS:
            say(f"  {name}: {seconds(partial(cursor.execute, statements)):.1f} s")
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM (ANALYZE)")
