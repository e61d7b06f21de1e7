import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0001_people"),
        ("stations", "0001_places"),
    ]

    operations = [
        migrations.CreateModel(
            name="CenterStatusChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("assessed", "assessed"),
                            ("signed", "signed"),
                            ("operating", "operating"),
                            ("suspended", "suspended"),
                            ("closed", "closed"),
                        ],
                        max_length=12,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("assessed", "assessed"),
                            ("signed", "signed"),
                            ("operating", "operating"),
                            ("suspended", "suspended"),
                            ("closed", "closed"),
                        ],
                        max_length=12,
                        verbose_name="after",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
            ],
            options={
                "verbose_name": "status change of a center",
                "verbose_name_plural": "status changes of centers",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="RequestToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=100)),
                ("purpose", models.CharField(max_length=60)),
                ("content", models.CharField(help_text="SHA-256 of what was asked.", max_length=64)),
                ("result", models.JSONField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "request token",
                "verbose_name_plural": "request tokens",
            },
        ),
        migrations.CreateModel(
            name="StationStatusChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("applied", "applied"),
                            ("approved", "approved"),
                            ("fitting_out", "fitting out"),
                            ("open", "open"),
                            ("suspended", "suspended"),
                            ("closed", "closed"),
                        ],
                        max_length=12,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("applied", "applied"),
                            ("approved", "approved"),
                            ("fitting_out", "fitting out"),
                            ("open", "open"),
                            ("suspended", "suspended"),
                            ("closed", "closed"),
                        ],
                        max_length=12,
                        verbose_name="after",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
            ],
            options={
                "verbose_name": "status change of a station",
                "verbose_name_plural": "status changes of stations",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="centerstatuschange",
            name="actor",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="centerstatuschange",
            name="center",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="status_changes",
                to="stations.countycenter",
            ),
        ),
        migrations.AddField(
            model_name="requesttoken",
            name="actor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="stationstatuschange",
            name="actor",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="stationstatuschange",
            name="station",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="status_changes",
                to="stations.station",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="centerstatuschange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d10cfd31e5e30ea0ade3da295570248a74798177",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_90878",
                    table="stations_centerstatuschange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="requesttoken",
            index=models.Index(fields=["created_at"], name="request_token_age"),
        ),
        migrations.AddConstraint(
            model_name="requesttoken",
            constraint=models.UniqueConstraint(
                fields=("actor", "token"), name="request_token_once_per_actor"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stationstatuschange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5af041e546c3d1567648ed8950e63e2695ac6f70",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_17959",
                    table="stations_stationstatuschange",
                    when="BEFORE",
                ),
            ),
        ),
    ]
