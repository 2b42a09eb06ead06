"""XLSX and ODS workbooks written by hand, as small as the formats allow, so that a test can bend every byte of them."""

# ruff: noqa: E501 - wall times have no zone; XML reads best in long lines

import datetime as dt
import zipfile


def column(number):
    """The letters of a column, 0 the first."""
    return (column(number // 26 - 1) if number >= 26 else "") + chr(65 + number % 26)


def cell(place, value):
    if isinstance(value, dt.datetime):
        days = (value - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)
        return f'<c r="{place}" s="1"><v>{days!r}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def xlsx_rows(rows):
    """The rows of a sheet as XML."""
    return "".join(
        f'<row r="{line}">{"".join(cell(f"{column(n)}{line}", value) for n, value in enumerate(row) if value is not None)}</row>'
        for line, row in enumerate(rows, start=1)
    )


def xlsx(path, sheets, hidden=frozenset()):
    """Write a workbook: its sheets by name, each as rows or as XML of its own; those of some names are hidden."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        types = "".join(
            f'<Override PartName="/xl/worksheets/sheet{k}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            for k in range(len(sheets))
        )
        packed.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{types}</Types>',
        )
        packed.writestr("_rels/.rels", f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        hide = ' state="hidden"'
        named = "".join(f'<sheet name="{name}" sheetId="{k + 1}"{hide if name in hidden else ""} r:id="r{k}"/>' for k, name in enumerate(sheets))
        packed.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>{named}</sheets></workbook>')
        links = "".join(f'<Relationship Id="r{k}" Type="{rel}/worksheet" Target="worksheets/sheet{k}.xml"/>' for k in range(len(sheets)))
        packed.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships">{links}<Relationship Id="s" Type="{rel}/styles" Target="styles.xml"/></Relationships>')
        packed.writestr("xl/styles.xml", f'<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>')
        for k, rows in enumerate(sheets.values()):
            body = rows if isinstance(rows, str) else xlsx_rows(rows)
            packed.writestr(f"xl/worksheets/sheet{k}.xml", f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>')


def ods_cell(value):
    if isinstance(value, dt.datetime):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    if value is None:
        return "<table:table-cell/>"
    return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


def ods_rows(rows):
    """The rows of a sheet as XML."""
    return "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)


def ods(path, rows):
    """Write a workbook of one sheet, given as rows or as XML of its own."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    body = rows if isinstance(rows, str) else ods_rows(rows)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="content.xml"/></m:manifest>',
        )
        packed.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0">'
            f'<office:body><office:spreadsheet><table:table table:name="Un">{body}</table:table></office:spreadsheet></office:body></office:document-content>',
        )
