"""Decides which of the files that PyInstaller found are needed. Leaves finding them to the build.

On Linux the libraries that every desktop has come from the system, as for an AppImage: a bundled older copy
of libstdc++, fontconfig or glib breaks the graphics drivers and input methods that load after it. The small
XCB helpers that desktops may lack are carried along.
"""

import re

UNUSED_PACKAGES = [
    *("PIL.ImageTk", "PIL._avif", "PIL._imagingcms", "PIL._imagingft", "PIL._imagingmath", "PIL._webp"),
    *("PySide6.QtNetwork", "PySide6.QtPrintSupport", "tkinter", "lib2to3", "pydoc", "readline"),
    *("numpy.f2py", "numpy.fft", "numpy.polynomial", "numpy.testing", "numpy.distutils", "numpy.ctypeslib"),
    *("numpy._core._multiarray_tests", "numpy._core._simd", "numpy.conftest"),
    *("IPython", "_pytest", "ast_serialize", "hypothesis", "mypy", "pip", "pydantic.mypy", "pydantic.v1"),
    *("pytest", "setuptools", "unittest", "hatchling", "pint", "pypdf", "jpype", "rich"),
    *("markdown_it", "mdurl", "pdb", "pygments", "doctest"),
]
"""Modules that some library would use for something that the program does not do."""

NETWORK_MODULES = ["_ssl", "ssl", "_hashlib", "ftplib", "smtplib", "http.server", "xmlrpc"]
"""The program speaks to nobody. Without OpenSSL, `hashlib` has SHA-256 and MD5 of its own."""

_UNUSED_QT = re.compile(
    r"""(egldeviceintegrations|networkinformation|printsupport|[/\\]tls[/\\]|libqeglfs|libqlinuxfb|libqminimal
      |libqvnc|libqvkkhrdisplay|libqgtk3|libqxdgdesktopportal|q(tiff|webp|tga|wbmp|icns|gif)\.|plugins[/\\]generic
      |wayland-graphics-integration-client|wayland-shell-integration[/\\]lib(ivi|qt|fullscreen|wl)-shell
      |xcbglintegrations
      |Qt6?(Network|Qml|Quick|Pdf|PrintSupport|VirtualKeyboard|Egl|OpenGL))""",
    re.VERBOSE,
)
_QT_TRANSLATION = re.compile(r"translations[/\\].*\.qm$")
_FOREIGN_METADATA = re.compile(
    r"\.dist-info[/\\](RECORD|INSTALLER|REQUESTED|WHEEL|direct_url\.json|licenses|sboms)"
)
_TYPE_STUBS = re.compile(r"\.(pyi|pxd|h)$")
_OF_THE_SYSTEM = re.compile(
    r"""^lib(
        stdc\+\+|gcc_s|z|X11|X11-xcb|Xext|Xrender|Xau|Xdmcp|xcb|fontconfig|freetype|expat|png16|brotli(common|dec)
        |uuid|dbus-1|systemd|gcrypt|gpg-error|cap|lz4|bsd|md|glib-2\.0|gthread-2\.0|gio-2\.0|gobject-2\.0
        |gmodule-2\.0|pcre2-8|mount|blkid|selinux|ffi-gobject|harfbuzz|graphite2|pango\w*-1\.0|cairo.*|jpeg|com_err
        |krb5.*|k5crypto|keyutils|gssapi.*|ssl|crypto|readline|tinfo|atk.*|avahi.*|cups|datrie|fribidi|gdk.*|gtk.*
        |gnutls|hogweed|nettle|p11-kit|pixman-1|tasn1|thai|wayland-.*
        )(-\d[\d.]*)?\.so(\.|$)""",
    re.VERBOSE,
)


def is_needed_module(name: str) -> bool:
    """Tell whether a Python module belongs into the program: tests and examples of libraries do not."""
    return not re.search(r"\.(tests?|_examples)(\.|$)|conftest", name)


def is_needed(target: str) -> bool:
    """Tell whether a file belongs into the program; ``target`` is its place in the folder."""
    if any(pattern.search(target) for pattern in (_UNUSED_QT, _QT_TRANSLATION, _FOREIGN_METADATA)):
        return False
    return not (_TYPE_STUBS.search(target) or _OF_THE_SYSTEM.match(target))
