"""Days with their months in full, and times without seconds.

Django shortens some months with a point and others without.
"""

DATE_FORMAT = SHORT_DATE_FORMAT = "j F Y"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j F Y H:i"
TIME_INPUT_FORMATS = ["%H.%M", "%H.%M.%S", "%H:%M"]
