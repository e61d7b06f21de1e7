from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0003_presale_words"),
        ("stations", "0002_logs"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("kind", "refund")), fields=["turnover_at"], name="activity_refund_of"
            ),
        ),
    ]
