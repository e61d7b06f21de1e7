from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0017_fees_of_earlier_services")]

    operations = [
        # Of an order that its villager has, the line of a load may still be open: nobody will scan it.
        migrations.RunSQL(
            """
            UPDATE orders_manifestline l SET received_at = p.handed_over_at
            FROM orders_parcel p
            WHERE p.id = l.parcel_id AND l.received_at IS NULL AND p.status = 'handed_over';
            SET CONSTRAINTS ALL IMMEDIATE;
            """,
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="manifestline",
            constraint=models.UniqueConstraint(
                condition=models.Q(received_at__isnull=True),
                fields=("parcel",),
                name="manifest_line_one_on_the_way",
            ),
        ),
    ]
