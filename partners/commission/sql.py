"""The SQL side of `commission.amounts`, installed by migrations."""

# The line shows what stood before the fen, so rounding is a step of its own.
CREATE_COMMISSION_AMOUNT = """
CREATE FUNCTION commission_unrounded(basis numeric, rate numeric, fixed numeric, minimum numeric, cap numeric)
RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    -- greatest() and least() pass over NULL, so a missing bound does not bind; no rule at all earns nothing.
    SELECT CASE WHEN basis <= 0 THEN 0.00
           ELSE coalesce(least(greatest(coalesce(fixed, basis * rate), minimum), cap), 0.00) END
$$;
CREATE FUNCTION commission_amount(basis numeric, rate numeric, fixed numeric, minimum numeric, cap numeric)
RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT round(commission_unrounded(basis, rate, fixed, minimum, cap), 2)
$$;
"""
DROP_COMMISSION_AMOUNT = """
DROP FUNCTION commission_amount(numeric, numeric, numeric, numeric, numeric);
DROP FUNCTION commission_unrounded(numeric, numeric, numeric, numeric, numeric);
"""

# Body of the trigger on CommissionRate.
KEEP_USED_RATE = """
    IF EXISTS (SELECT FROM partners_earning WHERE rate_id = OLD.id) AND (
        (NEW.business, NEW.category, NEW.center_id, NEW.rate, NEW.fixed, NEW.minimum, NEW.cap,
         NEW.hold_days, NEW.valid_from, NEW.version)
        IS DISTINCT FROM
        (OLD.business, OLD.category, OLD.center_id, OLD.rate, OLD.fixed, OLD.minimum, OLD.cap,
         OLD.hold_days, OLD.valid_from, OLD.version)
        OR NEW.valid_to < (SELECT max(paid_on) FROM partners_earning WHERE rate_id = OLD.id)
    ) THEN
        RAISE EXCEPTION 'commission rate % has priced payments: end it and add a new version', OLD.id;
    END IF;
    RETURN NEW;
"""
