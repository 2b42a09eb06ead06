"""Files as offices and tools leave them: text tables that are odd, XES as other tools write it, workbooks of several sheets."""



import gzip
import io
import os
import sys
import threading

import pytest

from procmap.errors import ProcmapError
from procmap.reading import ReadingOptions

from .conftest import fresh_engine
from .reading_logs import HEADER, STEPS, WHOLE, Log, moment, parser, rows, written, xes, xes_event, xes_trace
from .workbooks import xlsx

TEXT = written([HEADER, *rows()])


@pytest.fixture(scope="module")
def engine():
    with fresh_engine(2) as one:
        yield one


@pytest.fixture
def parse(engine, tmp_path):
    return parser(engine, tmp_path)


@pytest.mark.parametrize("place", [1, 2, 150])
def test_a_cell_may_be_long_wherever_it_stands(parse, place):
    lines = [[*row, "x"] for row in rows()]
    lines[place - 1][-1] = "y" * 300_000
    assert parse(written([[*HEADER, "Note"], *lines])).counts == WHOLE


@pytest.mark.parametrize("share", [2, 3, 5])
def test_cells_missing_at_the_end_are_empty_cells(parse, share):
    lines = [[*row, "a", "b", "c"][: 8 if n % share == 0 else 5 + n % 3] for n, row in enumerate(rows())]
    log = parse(written([[*HEADER, "Un", "Deux", "Trois"], *lines]))
    assert log.counts == WHOLE
    assert log.reading.other_columns == ("Un", "Deux", "Trois")


def test_decimal_commas_do_not_outweigh_rows_that_lack_cells(parse):
    lines = [[*row, "1,50", "2,50", "3"][: 7 + n % 2] for n, row in enumerate(rows())]
    assert parse(written([[*HEADER, "Montant", "Reste", "Note"], *lines])).reading.separator == ";"


def test_rows_that_lack_cells_beside_cells_of_several_lines(parse):
    lines = [[*row, '"a\nb"', "c"][: 7 if n % 2 else 6] for n, row in enumerate(rows())]
    assert parse(written([[*HEADER, "Note", "Fin"], *lines])).counts == WHOLE


def test_a_row_that_lacks_what_makes_an_event_is_refused_on_its_line(parse):
    assert parse(TEXT + "D-900;Visa\n" + "D-901\n").refusals == [(152, "refused_no_time"), (153, "refused_no_activity")]


def test_rows_with_more_cells_are_refused_unless_those_are_empty(parse):
    odd = "D-900;Visa;01/02/2024 09:00;a;b;;;\nD-901;Visa;01/02/2024 09:00;a;b;c\n"
    log = parse(written([HEADER, *rows()[:100]]) + odd + written(rows()[100:]))
    assert log.refusals == [(103, "refused_cells")]
    assert log.counts == (152, 151, 31, 6)


def test_empty_cells_beyond_the_header_in_every_row(parse):
    assert parse(written([HEADER, *([*row, "", "", ""] for row in rows())])).counts == WHOLE


def test_quotes_behind_backslashes_are_part_of_the_label(parse):
    lines = [[row[0], f'"{row[1]} \\"{row[1]}\\"; suite"', *row[2:]] for row in rows()]
    log = parse(written([HEADER, *lines]))
    assert log.counts == WHOLE
    assert 'Dépôt "Dépôt"; suite' in log.steps


def test_a_few_quotes_behind_backslashes_among_others(parse):
    lines = rows()
    lines[7][1] = '"Visa \\"du\\" chef"'
    log = parse(written([HEADER, *lines]))
    assert log.counts == (150, 150, 30, 6)
    assert 'Visa "du" chef' in log.steps


def test_a_backslash_at_the_end_of_a_quoted_cell_escapes_nothing(parse):
    lines = [[*row[:4], f'"C:\\dossiers\\{row[4]}\\"'] for row in rows()]
    log = parse(written([HEADER, *lines]))
    assert log.counts == WHOLE
    assert log.events[0]["role_name"] == "C:\\dossiers\\Accueil\\"


def quoted_whole(line):
    return '"' + line.replace('"', '""') + '"\n'


@pytest.mark.parametrize("kept", [0, 7])
def test_a_table_of_which_lines_were_quoted_whole(parse, kept):
    lines = written([HEADER, *([*row[:4], f'"{row[4]}; ""siège"""'] for row in rows())]).splitlines()
    text = "".join(quoted_whole(line) if not kept or n % kept else f"{line}\n" for n, line in enumerate(lines))
    log = parse(text + ("" if kept else quoted_whole("D-900;;01/02/2024 09:00;a;b")))
    assert log.reading.rows_kept == 150
    assert log.events[0]["role_name"] == 'Accueil; "siège"'
    assert log.refusals == ([] if kept else [(152, "refused_no_activity")])


@pytest.mark.parametrize("separator", ["^", "~", "§", ":", "!", ";"])
def test_the_separator_that_the_first_line_names(parse, separator):
    plain = rows(form="%d/%m/%Y %Hh%M")
    bad = ["D-900", "", "01/02/2024 09h00", "a", "b"]
    log = parse(f"sep={separator}\n" + written([HEADER, *plain, bad], separator))
    assert (log.reading.separator, log.counts) == (separator, (151, 150, 30, 5))
    assert log.refusals == [(153, "refused_no_activity")]


def test_a_separator_that_the_first_line_names_wrongly(parse):
    assert parse("sep=|\n" + TEXT).reading.separator == ";"


@pytest.mark.parametrize("other", ["cp1252", "cp850", "mac_roman"])
def test_lines_in_another_encoding_than_the_others(parse, other):
    lines = TEXT.splitlines(keepends=True)
    log = parse(b"".join(line.encode("utf-8" if n < 90 else other) for n, line in enumerate(lines)))
    assert (log.counts, log.steps, log.reading.encoding) == (WHOLE, set(STEPS), "utf-8")
    lost = sum(not line.isascii() for line in lines[90:])
    assert log.notes["mixed_encodings"] == {"count": lost, "encoding": other, "others": "utf-8"}


def test_lines_in_another_encoding_beyond_the_sample(parse):
    first = "".join(f"D-{n};Dépôt;08/01/2024 09:00;{'é' * 1000};Accueil\n" for n in range(2500))
    last = "".join(f"D-{n};Contrôle;09/01/2024 09:00;a;b\n" for n in range(2500))
    log = parse((written([HEADER]) + first).encode() + last.encode("cp1252"))
    assert log.steps == {"Dépôt", "Contrôle"}


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "cp1252"])
def test_one_encoding_throughout_is_no_mixture(parse, codec):
    log = parse(TEXT.encode(codec))
    assert (log.counts, log.reading.encoding, log.steps) == (WHOLE, codec, set(STEPS))
    assert "mixed_encodings" not in log.notes


def test_an_encoding_given_by_hand_is_that_of_every_line(parse):
    text = TEXT.encode() + "D-900;Visa tacite;01/02/2024 09:00;Zoé;b\n".encode("cp1252")
    assert parse(text, encoding="cp1252").notes.get("mixed_encodings") is None


def test_a_header_that_comes_again_and_lines_of_totals_say_what_they_are(parse):
    lines = rows()
    text = written([HEADER, *lines[:70], HEADER, *lines[70:]]) + "Total général;;150\nTotal;;;;\nSous-total : 12\n"
    assert parse(text).refusals == [
        (72, "refused_header"), (153, "refused_total"), (154, "refused_total"), (155, "refused_total"),
    ]  # fmt: skip


def test_a_file_that_is_called_total_is_a_file(parse):
    assert parse(TEXT + "Total;Dépôt;01/02/2024 09:00;a;b\n").refusals == []


def traces(count=12):
    events = ["".join(xes_event(step, moment(case, n).isoformat()) for n, step in enumerate(STEPS)) for case in range(count)]
    return "".join(xes_trace(f"D-{case}", each) for case, each in enumerate(events))


def test_events_outside_traces_are_kept_where_they_name_a_case_and_refused_where_not(parse):
    named = xes_event("Relance", "2024-02-03T09:00:00", '<string key="case:concept:name" value="D-3"/>')
    nested = xes_event("Rappel", "2024-02-03T10:00:00", '<list key="a"><string key="concept:name" value="wrong"/></list>')
    log = parse(xes(named + traces() + nested + xes_trace("last", xes_event("Dépôt", "2024-02-04T10:00:00"))), "log.xes")
    assert log.counts == (63, 62, 13, 6)
    assert log.trace("D-3") == [*STEPS, "Relance"]
    assert log.refusals == [(4 + 12 * 7, "refused_no_case")]
    assert log.notes["outside_traces"] == {"count": 2}


def test_empty_traces_and_traces_of_one_name_are_told(parse):
    again = xes_trace("D-3", xes_event("Relance", "2024-02-03T09:00:00"))
    log = parse(xes(traces() + xes_trace("E-1", "") + xes_trace(None, "") + again), "log.xes")
    assert log.counts == (61, 61, 12, 6)
    assert (log.notes["empty_traces"], log.notes["same_traces"]) == ({"count": 2}, {"count": 1})
    assert log.trace("D-3") == [*STEPS, "Relance"]
    assert not {"empty_traces", "same_traces", "outside_traces"} & set(parse(xes(traces()), "log.xes").notes)


@pytest.mark.parametrize("declared", [True, False])
def test_a_prefix_is_a_spelling(parse, declared):
    text = xes(traces()).replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace(' key="', ' x:key="')
    text = text.replace("<x:log", '<x:log xmlns:x="http://www.xes-standard.org/"')
    log = parse(text if declared else text.split("\n", 1)[1], "log.xes")
    assert (log.counts, log.trace("D-3")) == ((60, 60, 12, 5), list(STEPS))


def cells(lines):
    return [[*line[:2], moment(int(line[0][2:]), STEPS.index(line[1])), *line[3:]] for line in lines]


def test_sheets_under_the_same_names_are_one_log(engine, tmp_path):
    body = cells(rows())
    turned = [[row[3], row[2], row[1], row[0], "x", row[4]] for row in body[75:]]
    xlsx(tmp_path / "log.xlsx", {
        "Janvier": [HEADER, *body[:75]], "Lisez-moi": [["Ce classeur"], ["contient"]],
        "Février": [["Agent", "Date", "Étape", "Dossier", "Canal", "Service"], *turned],
        "Codes": [["Code", "Date"], ["1", "x"]],
    })  # fmt: skip
    log = Log(engine, tmp_path / "log.xlsx", ReadingOptions())
    assert log.counts == WHOLE
    assert log.reading.parts == ("Janvier", "Février")
    assert {event["role_name"] for event in log.events} == {"Accueil", "Instruction", "Direction"}
    assert log.notes["sheet"]["others"] == "Lisez-moi, Codes"


def piped(monkeypatch, content):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


@pytest.mark.parametrize("kind", ["csv", "gzip", "xlsx", "xes"])
@pytest.mark.parametrize("way", ["-", "pipe"])
def test_what_comes_through_a_pipe_is_read_as_what_it_is(engine, tmp_path, monkeypatch, kind, way):
    xlsx(tmp_path / "log.xlsx", {"Un": [HEADER, *cells(rows())]})
    content = {"csv": TEXT.encode(), "gzip": gzip.compress(TEXT.encode()), "xlsx": (tmp_path / "log.xlsx").read_bytes(),
               "xes": xes(traces(30)).encode()}[kind]  # fmt: skip
    if way == "-":
        piped(monkeypatch, content)
        log = Log(engine, type(tmp_path)("-"), ReadingOptions())
    else:
        if not hasattr(os, "mkfifo"):
            pytest.skip("no named pipes here")
        os.mkfifo(tmp_path / "pipe")
        writer = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=(content,))
        writer.start()
        log = Log(engine, tmp_path / "pipe", ReadingOptions())
        writer.join()
    assert log.counts == WHOLE


BAD = "D-900;;01/02/2024 09:00;a;b"
LINES = {
    "plain": ([], {}),
    "line ends within quotes": ([(40, 'D-901;"Vi\nsa";01/02/2024 09:00;a;"b\n\nc"')], {}),
    "blank lines": ([(12, ""), (60, "\n\n")], {}),
    "cells too many": ([(33, "D-901;Visa;01/02/2024 09:00;a;b;c")], {33: "refused_cells"}),
    "cells too few": ([(33, "D-901;Visa")], {33: "refused_no_time"}),
    "all of it": (
        [(12, ""), (40, 'D-901;"Vi\nsa";01/02/2024 09:00;a;b'), (60, "D-901;Visa;01/02/2024 09:00;a;b;c")],
        {61: "refused_cells"},
    ),
    "backslashes": ([(40, 'D-901;"Vi \\"x \n sa";01/02/2024 09:00;a;b')], {}),
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("above", [0, 3])
@pytest.mark.parametrize("name", LINES)
def test_lines_of_refused_rows_are_those_of_the_file(parse, name, above, end):
    inserted, others = LINES[name]
    lines = TEXT.splitlines()
    for place, line in inserted:
        lines.insert(place - 1, line)
    lines.insert(120, BAD)
    text = "\n".join([*["Extraction du 3 octobre", "", "Service des marchés"][:above], *lines])
    bad = text.split("\n").index(BAD) + 1
    assert parse(text.replace("\n", end) + end).refusals == sorted(
        [(bad, "refused_no_activity"), *((line + above, reason) for line, reason in others.items())]
    )


def test_lines_where_quotes_are_letters(parse):
    lines = TEXT.splitlines()
    lines[30] = 'D-901;Visa "x;01/02/2024 09:00;a;b'
    log = parse("\n".join([*lines[:100], BAD, *lines[100:]]) + "\n")
    assert log.refusals == [(101, "refused_no_activity")]
    assert 'Visa "x' in log.steps


def test_lines_of_several_files(engine, tmp_path):
    lines = rows()
    for name, some in (("a.csv", lines[:75]), ("b.csv", lines[75:])):
        (tmp_path / name).write_text(f"{written([HEADER, *some[:10]])}\n{BAD}\n{written(some[10:])}", encoding="utf-8", newline="")
    log = Log(engine, [tmp_path / "a.csv", tmp_path / "b.csv"], ReadingOptions())
    assert engine.rows("select part, line from refusal order by part") == [(0, 13), (1, 13)]
    assert log.counts == (152, 150, 30, 5)


def test_where_most_rows_are_refused_the_first_are_shown_with_their_lines(parse):
    with pytest.raises(ProcmapError) as caught:
        parse(TEXT + "\n;;;;x\n" * 200)
    assert caught.value.key == "reading.too_many_refused"
    assert (caught.value.values["refused"], caught.value.values["read"]) == (200, 350)
    assert [line.split(" | ")[0].strip() for line in str(caught.value.values["shown"]).splitlines()] == ["153", "155", "157"]
