"""The SQL side of `commission.amounts`, installed by a migration."""

CREATE_COMMISSION_AMOUNT = """
CREATE FUNCTION commission_amount(basis numeric, rate numeric, fixed numeric, minimum numeric, cap numeric)
RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    -- greatest() and least() pass over NULL, so a missing bound does not bind.
    SELECT CASE WHEN basis <= 0 THEN 0.00
           ELSE round(least(greatest(coalesce(fixed, basis * rate), minimum), cap), 2) END
$$;
"""
DROP_COMMISSION_AMOUNT = "DROP FUNCTION commission_amount(numeric, numeric, numeric, numeric, numeric);"
