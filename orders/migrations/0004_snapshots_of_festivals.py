import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0003_presale"),
        ("stations", "0002_logs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FestivalSnapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("as_of", models.DateTimeField(verbose_name="as of")),
                ("reason", models.CharField(max_length=200, verbose_name="what for")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
                (
                    "festival",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="snapshots",
                        to="orders.festival",
                        verbose_name="festival",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken by",
                    ),
                ),
            ],
            options={
                "verbose_name": "snapshot of a festival",
                "verbose_name_plural": "snapshots of festivals",
                "ordering": ["-as_of", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="SnapshotPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stations", models.PositiveIntegerField(verbose_name="stations in service")),
                ("paid_amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="paid")),
                ("net_amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="net")),
                ("document", models.TextField()),
                ("checksum", models.CharField(max_length=64, verbose_name="checksum")),
                (
                    "center",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.countycenter",
                        verbose_name="county operation center",
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="orders.festivalsnapshot",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of a snapshot",
                "verbose_name_plural": "parts of snapshots",
                "ordering": ["snapshot", models.OrderBy(models.F("center"), nulls_first=True)],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="festivalsnapshot",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6c973b21a5355cdad3ed9ca63d47cb103edf3e92",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_955ee",
                    table="orders_festivalsnapshot",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshotpart",
            constraint=models.UniqueConstraint(
                fields=("snapshot", "center"), name="snapshot_part_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshotpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("checksum__regex", "^[0-9a-f]{64}$")), name="snapshot_checksum_is_sha256"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="snapshotpart",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="15c654a7c44db94b1b0651d8c9fca407e0c45770",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e9d8b",
                    table="orders_snapshotpart",
                    when="BEFORE",
                ),
            ),
        ),
    ]
