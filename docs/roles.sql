-- The application's role. Run by the owner of the tables after `migrate`, once and after each release that
-- makes an append-only table; then give it a password. It may not truncate, and not change what is append-only:
-- triggers refuse that to everybody, and this to the application besides.
DO $$ BEGIN CREATE ROLE cunzhan_app LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT USAGE ON SCHEMA public TO cunzhan_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO cunzhan_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO cunzhan_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO cunzhan_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO cunzhan_app;
DO $$
DECLARE kept regclass;
BEGIN
    FOR kept IN SELECT DISTINCT tgrelid::regclass FROM pg_trigger WHERE tgname LIKE 'pgtrigger_append_only_%' LOOP
        EXECUTE format('REVOKE UPDATE, DELETE ON %s FROM cunzhan_app', kept);
    END LOOP;
END $$;
