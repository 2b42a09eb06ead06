"""The hour that comes twice when summer time ends: offsets say which of the two a time lies in, its wall time does not.

The order of a case is that of wall time, then that of the source (see the log room), so 02:50 summer time would come
after 02:10 winter time, twenty minutes later. In that hour alone, a row whose instant is later than that of a row of its
case but whose wall time is earlier takes the wall time of that row, and a microsecond more for each such row: the order
is that of the instants, and no time moves by an hour or more.
"""

from __future__ import annotations

from procmap.engine import Engine

HOUR, MINUTE = 3_600_000_000, 60_000_000


def order_by_instant(engine: Engine) -> None:
    """Put the rows of source_row that lie in a doubled hour in the order of their instants."""
    written = " union ".join(
        f"select {wall} // {HOUR} as hour, ({wall} - {utc}) // {MINUTE} as shift from source_row where {utc} is not null"
        for wall, utc in (("time", "utc"), ("start", "start_utc"))
    )
    doubled = engine.rows(f"select hour from ({written}) group by hour having count(*) > 1 order by 1")
    if not doubled:
        return
    hours = ", ".join(str(row[0]) for row in doubled)
    within = f"time // {HOUR} in ({hours}) and utc is not null"
    engine.table("doubled_hour", f"""
        select place, latest + row_number() over (partition by case_name, hour order by utc, place) as moment from (
          select rowid as place, case_name, time // {HOUR} as hour, utc, time,
                 max(time) over (partition by case_name, time // {HOUR} order by utc, rowid) as latest
          from source_row where {within})
        where latest > time""")
    engine.run("update source_row set time = moment from doubled_hour where source_row.rowid = doubled_hour.place")
    engine.run(f"update source_row set start = time where start > time and start_utc <= utc and {within}")
    engine.drop("doubled_hour")
