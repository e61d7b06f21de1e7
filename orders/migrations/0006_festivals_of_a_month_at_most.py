import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0005_erased_villagers")]

    operations = [
        migrations.AddConstraint(
            model_name="festival",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__lte", models.F("starts_at") + datetime.timedelta(days=31))),
                name="festival_of_31_days_at_most",
                violation_error_message="A festival lasts at most 31 days.",
            ),
        ),
    ]
