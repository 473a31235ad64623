"""Draws the icon of the program in the forms of Windows and macOS, from the one SVG that the window uses."""

import io
from pathlib import Path

SIZES = (16, 24, 32, 48, 64, 128, 256)
LARGEST = 1024


def write_icon(svg: Path, target: Path) -> Path:
    """Write an icon; the ending of ``target``, ``.ico`` or ``.icns``, says which. Returns the path."""
    from PIL import Image
    from PySide6.QtCore import QBuffer, QByteArray, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    picture = QImage(LARGEST, LARGEST, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(str(svg)).render(painter)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    target.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(bytes(content.data()))) as drawn:
        if target.suffix == ".ico":
            drawn.save(target, sizes=[(size, size) for size in SIZES])
        else:
            drawn.save(target)
    return target
