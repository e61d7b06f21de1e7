from django.db import migrations

# The drawers begin with books that balance: what was taken and given before is entered as it would
# have been, one opening movement per station takes it out again, and the days up to yesterday are
# closed without a count. From here on the drawer is counted.
ENTER = """
    -- The cash of a service that failed lies in the drawer until the villager has it back.
    INSERT INTO orders_serviceevent (service_id, source, before, after, drawer, floating, said, at)
    SELECT s.id, 'clock', s.status, s.status, s.amount + s.fee, 0, '', now()
    FROM orders_counterservice s
    WHERE s.kind <> 'withdrawal' AND NOT s.held
      AND (s.status = 'failed' OR s.status = 'suspense' AND 'failed' = (
          SELECT e.before FROM orders_serviceevent e
          WHERE e.service_id = s.id AND e.after = 'suspense' ORDER BY e.id DESC LIMIT 1));

    INSERT INTO orders_cashmovement
        (station_id, kind, amount, business_date, occurred_at, subject, source_key, note, recorded_at)
    SELECT * FROM (
        SELECT o.station_id, 'order_paid', o.amount, (o.paid_at AT TIME ZONE 'Asia/Shanghai')::date,
               o.paid_at AS at, 'agent-order:' || o.id, 'agent-order:' || o.id || ':paid', '', now()
        FROM orders_agentorder o WHERE o.paid_at IS NOT NULL AND o.pay_how = 'cash'
        UNION ALL
        SELECT o.station_id, 'order_refunded', -r.amount, (r.at AT TIME ZONE 'Asia/Shanghai')::date,
               r.at, 'agent-order:' || o.id, 'refund:' || r.id, '', now()
        FROM orders_orderrefund r
        JOIN orders_agentorderline l ON l.id = r.line_id
        JOIN orders_agentorder o ON o.id = l.order_id AND o.pay_how = 'cash'
        UNION ALL
        SELECT s.station_id,
               CASE WHEN s.kind = 'withdrawal' AND e.drawer < 0 THEN 'withdrawal'
                    WHEN s.kind = 'withdrawal' THEN 'withdrawal_back'
                    WHEN e.drawer > 0 THEN 'service_taken' ELSE 'service_back' END,
               e.drawer, (e.at AT TIME ZONE 'Asia/Shanghai')::date, e.at, 'service:' || s.id,
               'service-event:' || e.id, '', now()
        FROM orders_serviceevent e JOIN orders_counterservice s ON s.id = e.service_id
        WHERE e.drawer <> 0
    ) AS moved ORDER BY at;

    INSERT INTO orders_drawer (station_id, amount, promised)
    SELECT station_id, sum(amount), sum(promised) FROM (
        SELECT station_id, amount, 0 AS promised FROM orders_cashmovement
        UNION ALL
        SELECT station_id, 0, amount - fee FROM orders_counterservice
        WHERE kind = 'withdrawal' AND held AND status <> 'succeeded'
    ) AS both_sides GROUP BY station_id;

    INSERT INTO orders_cashmovement
        (station_id, kind, amount, business_date, occurred_at, subject, source_key, note, recorded_at)
    SELECT station_id, 'opening', promised - amount, (now() AT TIME ZONE 'Asia/Shanghai')::date - 1,
           now() - interval '1 day', '', 'cash-opening:' || station_id, '', now()
    FROM orders_drawer WHERE promised <> amount;

    UPDATE orders_drawer
    SET amount = promised, closed_through = (now() AT TIME ZONE 'Asia/Shanghai')::date - 1;

    INSERT INTO orders_cashday (station_id, day, reason)
    SELECT DISTINCT m.station_id, m.business_date, '' FROM orders_cashmovement m
    JOIN orders_drawer d ON d.station_id = m.station_id AND m.business_date > d.closed_through
    ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0011_cash_of_the_stations")]

    operations = [migrations.RunSQL(ENTER, migrations.RunSQL.noop)]
