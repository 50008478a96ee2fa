"""What goes into the frozen program, and what never does.

Some parts of Qt are under the GPL only (Charts, Graphs, Data Visualization, Virtual Keyboard and
more); they are neither imported nor shipped. Others are merely of no use at a counter and left out
for size.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import PurePath

# Under GPL or a commercial licence only: shipping one would bind the whole program.
GPL_ONLY = (
    "Charts", "DataVisualization", "Graphs", "VirtualKeyboard", "NetworkAuth", "Quick3DPhysics",
    "QuickTimeline", "HttpServer", "Grpc", "Protobuf", "Lottie", "Bodymovin", "Mqtt", "Coap",
    "OpcUa", "WaylandCompositor", "ShaderTools",
)  # fmt: skip

NOT_NEEDED = (
    "Qml", "Quick", "3D", "WebEngine", "WebView", "WebChannel", "WebSockets", "Multimedia",
    "Spatial", "Bluetooth", "Nfc", "Positioning", "Location", "Sensors", "RemoteObjects", "Scxml",
    "StateMachine", "TextToSpeech", "Sql", "Test", "Designer", "UiTools", "Help", "SerialBus",
    "LabsAnimation", "LabsFolder", "LabsPlatform", "LabsQml", "LabsSettings", "LabsShared",
    "LabsSynchronizer", "LabsWavefront", "Concurrent", "PdfQuick", "EglFS", "EglFs", "JsonRpc",
    "Axbase",
    "AxContainer", "ExamplesAsset", "Canvas", "LanguageServer", "Statemachine", "PdfWidgets",
)  # fmt: skip

MODULES_LEFT_OUT = [
    *(f"PySide6.Qt{name}" for name in (
        "Bluetooth", "Charts", "Concurrent", "DataVisualization", "Designer", "Graphs",
        "GraphsWidgets", "Help", "HttpServer", "Location", "Multimedia", "MultimediaWidgets",
        "NetworkAuth", "Nfc", "Positioning", "Qml", "Quick", "Quick3D", "QuickControls2",
        "QuickTest", "QuickWidgets", "RemoteObjects", "Scxml", "Sensors", "SerialBus",
        "SpatialAudio", "Sql", "StateMachine", "Test", "TextToSpeech", "UiTools", "WebChannel",
        "WebEngineCore", "WebEngineQuick", "WebEngineWidgets", "WebSockets", "WebView",
        "3DAnimation", "3DCore", "3DExtras", "3DInput", "3DLogic", "3DRender", "PdfWidgets",
        "CanvasPainter", "AxContainer",
    )),
    # Of the libraries' own test suites and of things they would use if they were there.
    "tkinter", "numpy", "pandas", "IPython", "matplotlib", "pytest", "_pytest", "setuptools",
    "pip", "ensurepip", "lib2to3", "pydoc_data", "unittest.mock", "PIL.ImageQt", "PIL.ImageTk",
    "PIL._avif", "PIL.AvifImagePlugin", "reportlab.graphics.testshapes", "sqlite_utils.cli",
    "rich", "textual",
    # Only the Secret Service of Linux desktops wants it (14 MB); without it the key lies in a file
    # that nobody else may read, as on every machine without a key ring.
    "cryptography", "secretstorage", "jeepney",
    "PIL._webp", "PIL.WebPImagePlugin", "PIL._imagingcms", "PIL.ImageCms",
]  # fmt: skip

_LIBRARY = re.compile(r"(?:lib)?Qt6?([A-Z0-9]\w*)")
_PLUGINS_LEFT_OUT = (
    "platforminputcontexts/libqtvirtualkeyboard", "platforms/libqeglfs", "platforms/libqlinuxfb",
    "platforms/libqminimalegl", "platforms/libqvkkhrdisplay", "platforms/libqvnc",
    "platforms/libqminimal.", "platformthemes/libqgtk3", "egldeviceintegrations/", "tls/",
    "sqldrivers/", "position/", "multimedia/", "qmltooling/", "qmllint/", "sceneparsers/",
    "designer/", "networkinformation/", "generic/", "assetimporters/", "webview/",
    "imageformats/libqpdf", "imageformats/libqtiff", "imageformats/libqtga",
    "imageformats/libqwbmp", "imageformats/libqicns", "imageformats/libqwebp",
    "platforms/qdirect2d", "platforms/qminimal", "imageformats/qpdf", "imageformats/qtiff",
    "imageformats/qtga", "imageformats/qwbmp", "imageformats/qicns", "imageformats/qwebp",
)  # fmt: skip
_LOCALES = ("root", "en", "ru", "pl", "az")
_QT_WORDS = ("qtbase_ru", "qtbase_pl", "qtbase_en")


def is_gpl_only(path: str) -> bool:
    """Whether a file of the program belongs to a part of Qt under the GPL only."""
    return _belongs_to(path, GPL_ONLY)


def is_wanted(path: str) -> bool:
    """Whether a collected file is to be shipped; ``path`` is its place in the program."""
    plain = PurePath(path.replace("\\", "/")).as_posix()
    if is_gpl_only(plain) or _belongs_to(plain, NOT_NEEDED):
        return False
    if "/plugins/" in f"/{plain}" and any(part in plain for part in _PLUGINS_LEFT_OUT):
        return False
    if "/qml/" in f"/{plain}/" and "PySide6" in plain:
        return False
    return _is_wanted_data(plain)


def still_needed(
    entries: list[tuple[str, str, str]], needs: Callable[[str], Iterable[str]]
) -> list[tuple[str, str, str]]:
    """The collected binaries without libraries that nothing left in asks for.

    ``entries`` are PyInstaller's (place, source, kind). Libraries beside the packages (at the top,
    or in a ``*.libs`` folder of a wheel) are there only because some other file wanted them;
    ``needs`` names what a file asks for.
    """
    helpers = {PurePath(entry[0]).name: entry for entry in entries if _is_helper(entry)}
    kept = [entry for entry in entries if not _is_helper(entry)]
    waiting = list(kept)
    while waiting:
        for name in needs(waiting.pop()[1]):
            if name in helpers:
                kept.append(helpers.pop(name))
                waiting.append(kept[-1])
    return kept


def _is_helper(entry: tuple[str, str, str]) -> bool:
    folder = PurePath(entry[0]).parent.as_posix()
    is_python = PurePath(entry[0]).name.startswith(("libpython", "python3"))
    return entry[2] == "BINARY" and (folder == "." or folder.endswith(".libs")) and not is_python


def _is_wanted_data(plain: str) -> bool:
    """Locale data of our four languages, translations compiled, no sources and no type stubs."""
    name = PurePath(plain)
    if "babel/locale-data/" in plain:
        return name.stem in _LOCALES
    if "/translations/" in plain and name.suffix == ".qm":
        return name.stem in _QT_WORDS
    return name.suffix not in (".po", ".pyi", ".pot")


def _belongs_to(path: str, parts: Iterable[str]) -> bool:
    found = _LIBRARY.match(PurePath(path).name)
    return found is not None and found[1].startswith(tuple(parts))
