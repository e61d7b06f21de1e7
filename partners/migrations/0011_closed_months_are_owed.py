"""What months that were closed before the ledger knew of income owe, statement by statement."""

from django.db import migrations

# Nothing was paid out before: what was carried over is the sum of the statements before.
POST = """
INSERT INTO partners_account (kind) SELECT 'income_cost' WHERE EXISTS (SELECT FROM partners_statement)
ON CONFLICT DO NOTHING;

WITH opened AS (
    INSERT INTO partners_account (kind, partner_id)
    SELECT DISTINCT 'payable', partner_id FROM partners_statement RETURNING id, partner_id
)
INSERT INTO partners_balance (account_id, amount, credit_limit)
SELECT opened.id, (SELECT sum(s.earned) FROM partners_statement s WHERE s.partner_id = opened.partner_id), NULL
FROM opened;

INSERT INTO partners_transfer
    (kind, from_account_id, to_account_id, partner_id, amount, business_date, occurred_at, subject, source_key,
     note, recorded_at)
SELECT 'statement', CASE WHEN s.earned > 0 THEN cost.id ELSE mine.id END,
       CASE WHEN s.earned > 0 THEN mine.id ELSE cost.id END, s.partner_id, abs(s.earned),
       (s.closed_at AT TIME ZONE 'Asia/Shanghai')::date, s.closed_at, 'statement:' || s.id,
       'statement:' || s.id, '', now()
FROM partners_statement s
JOIN partners_account mine ON mine.partner_id = s.partner_id AND mine.kind = 'payable'
JOIN partners_account cost ON cost.kind = 'income_cost'
WHERE s.earned <> 0 ORDER BY s.id;

INSERT INTO partners_countymonth (center_id, month, status)
SELECT DISTINCT center_id, month, 'open' FROM partners_statement;
"""

CARRY_OVER = """
ALTER TABLE partners_statement DISABLE TRIGGER USER;
UPDATE partners_statement s SET brought_forward = coalesce(before.owed, 0)
  FROM (SELECT id, sum(earned) OVER (PARTITION BY partner_id ORDER BY id
                                     ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS owed
          FROM partners_statement) before
 WHERE before.id = s.id;
ALTER TABLE partners_statement ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [("partners", "0010_payouts")]

    operations = [
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
        migrations.RunSQL(POST, migrations.RunSQL.noop),
    ]
