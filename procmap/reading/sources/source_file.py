"""What is known of an office software's export, as its file NAME.toml says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procmap.language import Bilingual


@dataclass(frozen=True)
class WithoutHeader:
    """The layout of the export where it has no header line.

    Attributes:
        names: What its columns are called, in order.
        patterns: What every value of a column looks like, by the column; regular expressions.
    """

    names: tuple[str, ...]
    patterns: Mapping[str, str]


@dataclass(frozen=True)
class Recognised:
    """How the export is told from any other table: all of it must hold.

    Attributes:
        columns: Columns that are there.
        absent: Columns that are not.
        every: What every value of a column looks like, by the column; regular expressions.
        some: What one value of a column at least looks like.
        without_header: The layout without a header line, where there is one.
    """

    columns: tuple[str, ...]
    absent: tuple[str, ...] = ()
    every: Mapping[str, str] | None = None
    some: Mapping[str, str] | None = None
    without_header: WithoutHeader | None = None

    @property
    def demands(self) -> int:
        """How much is asked: of two sources that fit, the one that asks more is meant."""
        return len(self.columns) + len(self.absent) + len(self.every or ()) + len(self.some or ())


@dataclass(frozen=True)
class JsonRows:
    """Objects of a JSON file that are rows, wherever they stand within the object of their case.

    Attributes:
        keys: Keys that the object has.
        filled: Paths that hold a value, else the object is no row.
        columns: Path of each column within the object, by the column.
        of_case: Path of each column within the object of the case.
        constants: Values that stand in no place.
    """

    keys: tuple[str, ...]
    columns: Mapping[str, str]
    filled: tuple[str, ...] = ()
    of_case: Mapping[str, str] | None = None
    constants: Mapping[str, str] | None = None


@dataclass(frozen=True)
class JsonLayout:
    """Where the rows of a JSON export are.

    Attributes:
        case: Keys that the object of one case has.
        rows: The kinds of rows.
    """

    case: tuple[str, ...]
    rows: tuple[JsonRows, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns, in the order in which the file names them."""
        found = [name for it in self.rows for part in (it.of_case, it.columns, it.constants) for name in part or ()]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class XmlLayout:
    """Where the rows of a folder of XML files are, one file for each case.

    Attributes:
        element: The element that is a row; its children are the cells.
        file: The column that takes the file's name, without its ending.
        columns: The children, which the columns are called after.
    """

    element: str
    file: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Steps:
    """Rows that are steps, or that are told as none.

    Attributes:
        where: Values, one of which a column has, by the column; all columns must hold.
        match: What the value of a column looks like, by the column; regular expressions that search.
        label: The step, where it is the same for all of these rows.
        activity: The column that names the step, where it is another than usual.
        no_work: These rows are left out: polls of robots, files merely opened.
    """

    where: Mapping[str, tuple[str, ...]]
    match: Mapping[str, str]
    label: str | None = None
    activity: str | None = None
    no_work: bool = False


@dataclass(frozen=True)
class Passage:
    """A column of dates of a table with one row for each case: the date of one step.

    Attributes:
        column: The column; it names the step.
        state: The column whose value names the step instead, and is the outcome.
        final: The values of `state` that do.
    """

    column: str
    state: str | None = None
    final: tuple[str, ...] = ()


@dataclass(frozen=True)
class CarriedRole:
    """A role that one row of the case says for those after it.

    Attributes:
        column: Where it is said.
        pattern: The part of the value that is the role: the first group of a regular expression.
        where: The rows that say it; as in Steps.
        to: The rows that take it; all where empty.
    """

    column: str
    pattern: str
    where: Mapping[str, tuple[str, ...]]
    to: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class KnownSource:
    """An export of an office software.

    Attributes:
        name: Its file's name, without the ending.
        title: What it is.
        export: Which export to ask for, and how.
        hides: What it does not show.
        recognised: How it is told from other tables.
        columns: The column of each kind ("case", "activity", "time" ...); several are joined, or, for the activity, the
            first that is filled counts.
        case_id: The column that tells cases of one name apart: where a name has several, they are cases of their own.
        row_is_case: The column that numbers the rows, where a row is a case and no column names it.
        labels: What each code means, in French, the language of the software.
        steps: Which rows are steps; every row where there is no rule, else the first rule that fits decides.
        passages: The steps of a row that is a case.
        role: A role that goes from row to row.
        robots: Values of the resource that are no person.
        order: The column of whole numbers that grows with time, for exports that begin with the newest row.
        personal: Columns that are not kept.
        guessed: Kinds that are looked for, by name, among the columns that a form added.
        json, xml: Where the rows are, in exports that are no table.
    """

    name: str
    title: Bilingual
    export: Bilingual
    hides: Bilingual
    recognised: Recognised
    columns: Mapping[str, tuple[str, ...]]
    case_id: str | None = None
    row_is_case: str | None = None
    labels: Mapping[str, str] | None = None
    steps: tuple[Steps, ...] = ()
    passages: tuple[Passage, ...] = ()
    role: CarriedRole | None = None
    robots: tuple[str, ...] = ()
    order: str | None = None
    personal: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    json: JsonLayout | None = None
    xml: XmlLayout | None = None
