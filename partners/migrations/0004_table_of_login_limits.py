from django.core.management import call_command
from django.db import migrations


def create_cache_table(apps, schema_editor):
    """Part of `migrate`, so that no deployment stands without its login limits."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("partners", "0003_password_codes_and_history_of_logins")]

    operations = [migrations.RunPython(create_cache_table, migrations.RunPython.noop)]
