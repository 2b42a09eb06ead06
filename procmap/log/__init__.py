"""The log: the tables that every stage shares, in one order and on one clock.

Tables in the engine (integers throughout; microseconds for times and durations):

- `activity_(activity, activity_name)`, `role_(role, role_name)`, `resource_(resource, resource_name)`: the dictionaries.
- `event`: one activity instance a row, sorted by case and k, the rank in its case by (time, pos).
- `case_`: one case a row, numbered by arrival.
- `variant(variant, activities, cases)`: the distinct sequences, most frequent first.
"""

from procmap.log.build import EventLog, build_log
from procmap.log.calendar import OfficeCalendar, parse_hours
from procmap.log.part import ByPart
from procmap.log.profile import Capability, Profile

__all__ = ["ByPart", "Capability", "EventLog", "OfficeCalendar", "Profile", "build_log", "parse_hours"]
