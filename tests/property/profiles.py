"""How Hypothesis searches: the same way every time, or anew where HYPOTHESIS_PROFILE=anew."""

import os

from hypothesis import HealthCheck, Phase, settings

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]

settings.register_profile(
    "same", derandomize=True, database=None, deadline=None, suppress_health_check=_SLOW
)
settings.register_profile(
    "anew", derandomize=False, deadline=None, print_blob=True, suppress_health_check=_SLOW
)
# Not loaded as a profile: that would change the search of every other test as well.
SEARCH = settings.get_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
# A whole year takes too long to be made smaller; what is told of it says every act anyway.
YEARS = settings(
    SEARCH, max_examples=5, stateful_step_count=30, phases=[Phase.reuse, Phase.generate]
)
SUMS = settings(SEARCH, max_examples=80)
