"""Workbooks for the stories: read as a spreadsheet program would, and written anew as one that
saves what it has opened: other file, other parts, the same cells."""

import re
import xml.etree.ElementTree as Tree
import zipfile
from xml.sax.saxutils import escape

SPACE = "http://schemas.openxmlformats.org"
MAIN = f"{SPACE}/spreadsheetml/2006/main"
OFFICE = f"{SPACE}/officeDocument/2006/relationships"
PACKAGE = f"{SPACE}/package/2006/relationships"


def column_of(address):
    number = 0
    for letter in re.match(r"[A-Z]+", address).group():
        number = number * 26 + ord(letter) - 64
    return number - 1


def part(archive, name):
    return Tree.fromstring(archive.read(name))


def read_book(path):
    """{sheet: [[text, ...], ...]}; rows and cells that the file leaves out are empty."""
    book = {}
    with zipfile.ZipFile(path) as archive:
        targets = {
            one.get("Id"): one.get("Target")
            for one in part(archive, "xl/_rels/workbook.xml.rels")
        }
        strings = []
        if "xl/sharedStrings.xml" in archive.namelist():
            for one in part(archive, "xl/sharedStrings.xml"):
                strings.append("".join(text.text or "" for text in one.iter(f"{{{MAIN}}}t")))
        for sheet in part(archive, "xl/workbook.xml").iter(f"{{{MAIN}}}sheet"):
            rows = book[sheet.get("name")] = []
            for row in part(archive, "xl/" + targets[sheet.get(f"{{{OFFICE}}}id")]).iter(
                f"{{{MAIN}}}row"
            ):
                rows.extend([] for _ in range(int(row.get("r")) - len(rows)))
                for cell in row:
                    at = column_of(cell.get("r"))
                    rows[-1].extend("" for _ in range(at + 1 - len(rows[-1])))
                    texts = [one.text or "" for one in cell.iter() if one.tag[-2:] in ("}t", "}v")]
                    text = "".join(texts)
                    rows[-1][at] = strings[int(text)] if cell.get("t") == "s" else text
    return book


def write_book(path, book):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        sheets, links = "", ""
        for number, (name, rows) in enumerate(book.items(), 1):
            sheets += f'<sheet name="{escape(name)}" sheetId="{number}" r:id="r{number}"/>'
            links += (
                f'<Relationship Id="r{number}" Type="{OFFICE}/worksheet"'
                f' Target="worksheets/sheet{number}.xml"/>'
            )
            cells = "".join(
                "<row>"
                + "".join(
                    f'<c t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
                    if cell
                    else "<c/>"
                    for cell in row
                )
                + "</row>"
                for row in rows
            )
            out.writestr(
                f"xl/worksheets/sheet{number}.xml",
                f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>',
            )
        out.writestr("[Content_Types].xml", "<Types/>")
        out.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" Type="{OFFICE}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>',
        )
        out.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>',
        )
        out.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
        )
    return str(path)


class Form:
    """A sheet to be filled in, as a clerk sees it: by headings and rows."""

    def __init__(self, path, sheet="待补正"):
        self.book, self.sheet = read_book(path), sheet
        self.at = next(i for i, row in enumerate(self.rows) if row and "行标识" in row[0])

    @property
    def rows(self):
        return self.book[self.sheet]

    @property
    def heads(self):
        return self.rows[self.at]

    @property
    def data(self):
        return [row for row in self.rows[self.at + 1 :] if len(row) > 1 and row[1]]

    def row(self, id):
        return next(row for row in self.data if row[1] == id)

    def get(self, id, heading):
        row, at = self.row(id), self.heads.index(heading)
        return row[at] if at < len(row) else ""

    def fill(self, id, heading, text):
        row, at = self.row(id), self.heads.index(heading)
        row.extend("" for _ in range(at + 1 - len(row)))
        row[at] = text
        return self

    def save(self, path):
        return write_book(path, self.book)
