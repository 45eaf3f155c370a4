"""How many examples a law is tried on: a law names its usual number, the profile of this run stretches it."""

from hypothesis import HealthCheck, settings

USUAL = 100
"""What Hypothesis tries itself, and what each profile gives as its `max_examples` if nothing is to be stretched."""


def examples(usual: int, *, slow_to_draw: bool = False) -> settings:
    """Return settings for a law that is tried on `usual` examples, or on as many times more as the profile wants."""
    calm = (HealthCheck.too_slow,) if slow_to_draw else ()
    return settings(max_examples=max(1, round(usual * settings().max_examples / USUAL)), suppress_health_check=calm)
