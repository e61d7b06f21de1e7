from django.db import migrations

# The ledger begins with books that balance: what was paid in cash before it is entered as it would
# have been, and one opening transfer per station makes up for the float that was not counted yet.
ENTER = """
    INSERT INTO partners_account (kind, station_id)
    SELECT 'station_float', station_id FROM orders_agentorder
    WHERE paid_at IS NOT NULL AND pay_how = 'cash' GROUP BY station_id
    UNION ALL
    SELECT kind, NULL FROM unnest(ARRAY['bank', 'platform_clearing']) AS kind
    WHERE EXISTS (SELECT FROM orders_agentorder WHERE paid_at IS NOT NULL AND pay_how = 'cash')
    ON CONFLICT DO NOTHING;

    INSERT INTO partners_transfer
        (kind, from_account_id, to_account_id, station_id, amount, business_date, occurred_at, subject,
         source_key, note, recorded_at)
    SELECT 'order_paid', a.id, p.id, o.station_id, o.amount, (o.paid_at AT TIME ZONE 'Asia/Shanghai')::date,
           o.paid_at, 'agent-order:' || o.id, 'agent-order:' || o.id || ':paid', '', now()
    FROM orders_agentorder o
    JOIN partners_account a ON a.station_id = o.station_id AND a.kind = 'station_float'
    JOIN partners_account p ON p.kind = 'platform_clearing'
    WHERE o.paid_at IS NOT NULL AND o.pay_how = 'cash'
    ORDER BY o.paid_at;

    INSERT INTO partners_transfer
        (kind, from_account_id, to_account_id, station_id, amount, business_date, occurred_at, subject,
         source_key, note, recorded_at)
    SELECT 'order_refunded', p.id, a.id, o.station_id, r.amount, (r.at AT TIME ZONE 'Asia/Shanghai')::date,
           r.at, 'agent-order:' || o.id, 'refund:' || r.id, '', now()
    FROM orders_orderrefund r
    JOIN orders_agentorderline l ON l.id = r.line_id
    JOIN orders_agentorder o ON o.id = l.order_id AND o.pay_how = 'cash'
    JOIN partners_account a ON a.station_id = o.station_id AND a.kind = 'station_float'
    JOIN partners_account p ON p.kind = 'platform_clearing'
    ORDER BY r.at;

    INSERT INTO partners_transfer
        (kind, from_account_id, to_account_id, station_id, amount, business_date, occurred_at, subject,
         source_key, note, recorded_at)
    SELECT 'opening', b.id, a.id, a.station_id, sum(o.amount - o.refunded),
           (min(o.paid_at) AT TIME ZONE 'Asia/Shanghai')::date, min(o.paid_at), '',
           'opening:' || a.station_id, '', now()
    FROM orders_agentorder o
    JOIN partners_account a ON a.station_id = o.station_id AND a.kind = 'station_float'
    JOIN partners_account b ON b.kind = 'bank'
    WHERE o.paid_at IS NOT NULL AND o.pay_how = 'cash'
    GROUP BY a.id, b.id HAVING sum(o.amount - o.refunded) > 0;

    INSERT INTO partners_balance (account_id, amount, credit_limit)
    SELECT id, 0, 0 FROM partners_account WHERE kind = 'station_float'
    ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0006_festivals_of_a_month_at_most"),
        ("partners", "0006_float_of_a_station"),
    ]

    operations = [migrations.RunSQL(ENTER, migrations.RunSQL.noop)]
