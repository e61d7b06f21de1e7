from django.db import migrations

# What stations have kept of services that were done, and gave back with those that were taken back:
# beside the payment, from the same partner, and waiting for the income job like any new row.
ENTER = """
    WITH posted AS (
        INSERT INTO partners_activity
            (partner_id, station_id, center_id, business, kind, category, amount, orders, category_orders,
             business_date, occurred_at, turnover_at, subject, source_key, recorded_at)
        SELECT a.partner_id, a.station_id, a.center_id, 'service', 'service_fee', 'service_fee',
               s.fee * sign, sign, 0, a.business_date, a.occurred_at, a.turnover_at, a.subject,
               a.subject || ':service_fee' || CASE WHEN sign < 0 THEN ':back' ELSE '' END, now()
        FROM orders_counterservice s
        JOIN partners_activity a ON a.subject = 'service:' || s.id AND a.kind IN ('paid', 'refund')
        CROSS JOIN LATERAL (SELECT CASE a.kind WHEN 'paid' THEN 1 ELSE -1 END AS sign) AS way
        WHERE s.fee > 0
        ORDER BY a.id
        RETURNING id
    )
    INSERT INTO partners_pendingactivity (consumer, activity_id) SELECT 'income', id FROM posted;
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0016_levels_of_stations"), ("partners", "0015_service_fees")]

    operations = [migrations.RunSQL(ENTER, migrations.RunSQL.noop)]
