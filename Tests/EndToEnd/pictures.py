"""Pictures as people bring them, made here."""

import struct
import zlib


def png(width=64, height=32, grey=200, extra=b""):
    """A grey PNG, with more octets in it that mean nothing."""
    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    rows = b"".join(b"\0" + bytes([grey]) * width for _ in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + (chunk(b"tEXt", extra) if extra else b"") + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def located_jpeg():
    """The beginning of a photo whose camera noted where it was."""
    entry = struct.Struct("<HHI4s")
    exif = (b"Exif\0\0II*\0" + struct.pack("<IH", 8, 1) + entry.pack(0x8825, 4, 1, struct.pack("<I", 26))
            + bytes(4) + struct.pack("<H", 1) + entry.pack(2, 5, 3, struct.pack("<I", 60)))
    frame = struct.pack(">BHHB", 8, 480, 640, 1) + b"\1\x11\0"
    def segment(marker, content):
        return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content
    return (b"\xff\xd8" + segment(0xE1, exif) + segment(0xC0, frame) + segment(0xDA, b"\1\1\0\0\x3f\0") + b"\0\xff\xd9")
