"""What can be asked of an autopsy; other pages look here before they offer one."""

DAYS = (14, 365)
"""Fewest and most days of a launch."""

MOST_SEED = 2**31
MOST_RESCUES = 6
