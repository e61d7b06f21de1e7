import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0004_table_of_login_limits"),
        ("stations", "0003_keep_drafts_of_forms"),
    ]

    operations = [
        migrations.AlterField(
            model_name="activity",
            name="center",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activities",
                to="stations.countycenter",
                verbose_name="county operation center",
            ),
        ),
        migrations.AlterField(
            model_name="activity",
            name="source_key",
            field=models.CharField(max_length=80, verbose_name="source key"),
        ),
        migrations.AlterField(
            model_name="activity",
            name="station",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activities",
                to="stations.station",
                verbose_name="village service station",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.UniqueConstraint(fields=("source_key",), name="activity_source_key_once"),
        ),
        migrations.AlterField(
            model_name="pendingactivity",
            name="activity",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partners.activity",
            ),
        ),
    ]
