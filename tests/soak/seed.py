"""What a soak draws from: printed, and taken from SOAK_SEED to play it again."""

import os
import secrets

SEED = int(os.environ.get("SOAK_SEED") or secrets.randbelow(2**31))
print(f"SOAK_SEED={SEED}", flush=True)
