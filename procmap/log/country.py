"""The country that a time zone lies in: whose public holidays an office there keeps."""

from __future__ import annotations

from procmap.log.calendar import FRANCE

PARIS = "Europe/Paris"


def country_of(zone: str) -> str | None:
    """The country of a time zone by the tz database, as ISO 3166 has it; None for a zone of none or of several, and for an offset.

    Args:
        zone: IANA name, as "Europe/Brussels", or a fixed offset.
    """
    if zone == PARIS:  # that of most logs: nothing need be looked up
        return FRANCE
    import holidays
    import pytz

    found = [country for country, zones in pytz.country_timezones.items() if zone in zones]
    return found[0] if len(found) == 1 and found[0] in holidays.list_supported_countries() else None
