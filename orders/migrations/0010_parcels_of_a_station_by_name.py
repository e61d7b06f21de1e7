from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0009_orders_in_cash_by_index"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="parcel",
            index=models.Index(
                fields=["station", "recipient"],
                name="parcel_station_recipient",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
        ),
    ]
