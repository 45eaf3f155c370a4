"""The number of examples for a law (a test with many random examples).

A law names its usual number of examples. The profile of Hypothesis that runs the tests multiplies this number.
"""

from hypothesis import HealthCheck, settings

USUAL = 100
"""The `max_examples` of the usual profile of Hypothesis.

The factor of another profile is the `max_examples` of that profile, divided by USUAL.
"""


def examples(usual: int, *, slow_to_draw: bool = False) -> settings:
    """Return settings for a law. They try the law on `usual` examples, multiplied by the factor of the profile."""
    calm = (HealthCheck.too_slow,) if slow_to_draw else ()
    return settings(max_examples=max(1, round(usual * settings().max_examples / USUAL)), suppress_health_check=calm)
