import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0003_fewer_indexes_on_orders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OrderImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.FileField(blank=True, upload_to="imports/%Y/%m/", verbose_name="file")),
                ("name", models.CharField(max_length=200, verbose_name="name of the file")),
                ("language", models.CharField(max_length=10)),
                (
                    "dry_run",
                    models.BooleanField(
                        default=True,
                        help_text="Only say what would happen; nothing is written.",
                        verbose_name="dry run",
                    ),
                ),
                (
                    "skip_bad",
                    models.BooleanField(
                        default=False,
                        help_text="Import the rest. Otherwise one refused row keeps the whole file out.",
                        verbose_name="skip refused orders",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "in progress"),
                            ("done", "done"),
                            ("refused", "refused"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("rows", models.PositiveIntegerField(null=True, verbose_name="rows")),
                ("accepted", models.PositiveIntegerField(null=True, verbose_name="accepted")),
                ("advanced", models.PositiveIntegerField(null=True, verbose_name="advanced")),
                ("known", models.PositiveIntegerField(null=True, verbose_name="already known")),
                ("refused", models.PositiveIntegerField(null=True, verbose_name="refused")),
                ("refusals", models.JSONField(default=list)),
                ("error", models.TextField(blank=True, verbose_name="what is wrong with the file")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="given at")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished at")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "import of orders",
                "verbose_name_plural": "imports of orders",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["id"], name="order_import_due"
                    )
                ],
            },
        ),
    ]
