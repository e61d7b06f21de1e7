from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0006_gateways_have_names"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="parcel", name="parcel_tracking_number_once"),
        migrations.AddConstraint(
            model_name="parcel",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("status__in", ("expected", "at_county", "on_manifest", "at_station", "lost"))
                ),
                fields=("carrier", "tracking_number"),
                name="parcel_number_once_open",
            ),
        ),
    ]
