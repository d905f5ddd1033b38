"""How the properties are tried: machines that are busy must not make a test fail."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "pagelight", deadline=None, max_examples=60, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("pagelight")
