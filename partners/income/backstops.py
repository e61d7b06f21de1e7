"""What the database itself refuses about statements."""

import pgtrigger


def moves_with_its_statement(name: str) -> pgtrigger.Trigger:
    """A row is put into a statement once; from there it goes only to the version that supersedes it."""
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.Q(old__statement__isnull=False),
        func="""
            IF NEW.statement_id IS DISTINCT FROM OLD.statement_id AND EXISTS (
                SELECT FROM partners_statement s
                 WHERE s.id = NEW.statement_id AND s.supersedes_id = OLD.statement_id)
            THEN RETURN NEW; END IF;
            RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;
        """,
    )
