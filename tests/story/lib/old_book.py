"""Old workbooks (.xls, .et) put together by hand: what Excel 97 to 2003 and WPS write, as far as
the stories need it: texts, numbers, merged ranges, hidden rows, a password's mark."""

import pathlib
import struct

SECTOR = 512
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def record(kind, body):
    return struct.pack("<HH", kind, len(body)) + body


def text(value):
    return struct.pack("<HB", len(value.encode("utf-16-le")) // 2, 1) + value.encode("utf-16-le")


def cell(row, column, value):
    at = struct.pack("<HHH", row, column, 0)
    if isinstance(value, (int, float)):
        return record(0x203, at + struct.pack("<d", value))
    return record(0x204, at + text(value)) if value else b""


def sheet_body(rows, merged, hidden):
    begin = record(0x809, struct.pack("<HHHH", 0x600, 0x10, 0, 0))
    body = b"".join(
        record(0x208, struct.pack("<HHHHHHI", row, 0, 256, 255, 0, 0, 0x20)) for row in hidden
    )
    body += b"".join(cell(r, c, one) for r, row in enumerate(rows) for c, one in enumerate(row))
    if merged:
        ranges = b"".join(struct.pack("<HHHH", *one) for one in merged)
        body += record(0xE5, struct.pack("<H", len(merged)) + ranges)
    return begin + body + record(0x0A, b"")


def stream_of(sheets, locked):
    begin = record(0x809, struct.pack("<HHHH", 0x600, 5, 0, 0))
    before = record(0x2F, bytes(6)) if locked else b""
    bodies = [sheet_body(*one[1:]) for one in sheets]
    names = [one[0].encode("utf-16-le") for one in sheets]
    at = len(begin + before) + sum(4 + 8 + len(name) for name in names) + 4
    entries = b""
    for name, body in zip(names, bodies):
        head = struct.pack("<IHBB", at, 0, len(name) // 2, 1)
        entries += record(0x85, head + name)
        at += len(body)
    return begin + before + entries + record(0x0A, b"") + b"".join(bodies)


def compound(name, stream):
    """A compound file of one stream, not among the small ones."""
    stream = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    sectors = len(stream) // SECTOR
    tables = (sectors + 2 + 127) // 128 + 1
    fat = [TABLE] * tables + [END] + [tables + 1 + n + 1 for n in range(sectors - 1)] + [END]
    fat += [FREE] * (tables * 128 - len(fat))

    def entry(called, kind, child, first, size):
        called = (called + "\0").encode("utf-16-le")
        links = struct.pack("<III", FREE, FREE, child)
        tail = bytes(36) + struct.pack("<IQ", first, size)
        return called.ljust(64, b"\0") + struct.pack("<HBB", len(called), kind, 1) + links + tail

    directory = entry("Root Entry", 5, 1, END, 0) + entry(name, 2, FREE, tables + 1, len(stream))
    head = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIIIII", tables, tables, 0, 4096, END, 0, END, 0)
    own = list(range(tables)) + [FREE] * (109 - tables)
    return (
        head
        + struct.pack("<109I", *own)
        + struct.pack(f"<{len(fat)}I", *fat)
        + directory.ljust(SECTOR, b"\0")
        + stream
    )


def old_book(path, rows, merged=(), hidden=(), locked=False):
    """`merged`: (row0, row1, column0, column1); `hidden`: rows; all from 0."""
    stream = stream_of([("表一", rows, merged, hidden)], locked)
    pathlib.Path(path).write_bytes(compound("Workbook", stream))
    return str(path)


def locked_package(path):
    """A workbook of today with a password: the encrypted package in a compound file."""
    pathlib.Path(path).write_bytes(compound("EncryptedPackage", b"\x07" * 5000))
    return str(path)
