"""Draw an exported file from what stands in it: its own positions, colours, sizes and labels, and nothing else.

    kg export graphml -o net.graphml && python docs/pictures/draw.py net.graphml net.png

Reads GraphML by the rules of Gephi's importer, GraphML for yEd by its shapes, and Cytoscape.js JSON by its positions.
Needs ``pip install 'demarche[pictures]'``. The pictures in the documentation are made by ``--all DATA``.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import patheffects
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

mpl.use("Agg")
HERE = Path(__file__).resolve().parent
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
YED = "{http://www.yworks.com/xml/graphml}"
SHAPES = {"ellipse": "o", "roundrectangle": "s", "hexagon": "h", "diamond": "D", "rectangle": "s"}


@dataclass(frozen=True)
class Dot:
    """A node as the file has it drawn."""

    x: float
    y: float
    size: float
    color: str
    label: str
    shape: str = "o"


@dataclass(frozen=True)
class Line:
    """An edge as the file has it drawn."""

    source: str
    target: str
    weight: float
    label: str


Picture = tuple[dict[str, Dot], list[Line]]


def from_graphml(path: Path) -> Picture:
    """By Gephi's rules: what a key means, its id says."""
    root = ET.parse(path).getroot()
    dots, lines = {}, []
    for node in root.iter(f"{GRAPHML}node"):
        told = _data(node)
        if "x" in told:
            place = (float(told["x"]), float(told["y"]), float(told["size"]))
            dots[node.attrib["id"]] = Dot(*place, told["color"], told.get("label", told["name"]))
    for edge in root.iter(f"{GRAPHML}edge"):
        told = _data(edge)
        lines.append(Line(edge.attrib["source"], edge.attrib["target"], float(told["weight"]), told["edgelabel"]))
    return dots, lines


def from_yed(path: Path) -> Picture:
    """By the shapes and lines of yEd, whose axis points down."""
    root = ET.parse(path).getroot()
    dots, lines = {}, []
    for node in root.iter(f"{GRAPHML}node"):
        shape = _only(node, f".//{YED}ShapeNode")
        box = {name: float(value) for name, value in _only(shape, f"{YED}Geometry").attrib.items()}
        dots[node.attrib["id"]] = Dot(
            box["x"] + box["width"] / 2,
            -(box["y"] + box["height"] / 2),
            box["width"],
            _only(shape, f"{YED}Fill").attrib["color"],
            _only(shape, f"{YED}NodeLabel").text or "",
            SHAPES[_only(shape, f"{YED}Shape").attrib["type"]],
        )
    for edge in root.iter(f"{GRAPHML}edge"):
        line = _only(edge, f".//{YED}PolyLineEdge")
        width = float(_only(line, f"{YED}LineStyle").attrib["width"])
        lines.append(
            Line(edge.attrib["source"], edge.attrib["target"], width * 2, _only(line, f"{YED}EdgeLabel").text or "")
        )
    return dots, lines


def from_cyjs(path: Path) -> Picture:
    """By Cytoscape.js's preset positions, whose axis points down."""
    elements = json.loads(path.read_text(encoding="utf-8"))["elements"]
    dots = {}
    for node in elements["nodes"]:
        told, at = node["data"], node["position"]
        dots[told["id"]] = Dot(at["x"], -at["y"], told["size"], told["color"], told["name"])
    edges = (edge["data"] for edge in elements["edges"])
    return dots, [Line(each["source"], each["target"], each["weight"], each["interaction"]) for each in edges]


READERS: Mapping[str, Callable[[Path], Picture]] = {"graphml": from_graphml, "yed": from_yed, "cyjs": from_cyjs}


def _data(element: ET.Element) -> dict[str, str]:
    return {item.attrib["key"]: item.text or "" for item in element.iterfind(f"{GRAPHML}data")}


def _only(element: ET.Element, path: str) -> ET.Element:
    found = element.find(path)
    if found is None:
        raise ValueError(f"no {path} in <{element.tag}>")
    return found


def draw(picture: Picture, output: Path, *, edge_labels: bool = False) -> None:
    """Draw nodes, edges, and the names of the nodes with the most edges; what nothing is tied to is left out."""
    dots, lines = picture
    degrees = Counter(end for line in lines for end in {line.source, line.target})
    shown = {name: dot for name, dot in dots.items() if degrees[name]}
    figure, axes = plt.subplots(figsize=(11, 7.5), dpi=110)
    for line in lines:
        if {line.source, line.target} <= shown.keys():
            _draw_line(axes, shown[line.source], shown[line.target], line, edge_labels=edge_labels)
    for _, dot in sorted(shown.items()):
        axes.plot(dot.x, dot.y, dot.shape, color=dot.color, markersize=dot.size / 2.6, mec="white", mew=0.8, zorder=2)
    axes.set_axis_off()
    axes.margins(0.06)
    figure.canvas.draw()
    ranked = sorted(shown, key=lambda name: (-degrees[name], name))
    _label(axes, [shown[name] for name in ranked])
    figure.savefig(output, bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)


def _label(axes: Axes, dots: Sequence[Dot]) -> None:
    """Names below the nodes, the first ones first; one that would lie over another is left out, as the tools do."""
    halo = [patheffects.withStroke(linewidth=2.5, foreground="white")]
    taken: list[Bbox] = []
    for dot in dots:
        look = {"ha": "center", "va": "top", "fontsize": 8, "path_effects": halo, "zorder": 3}
        name = axes.annotate(dot.label[:44], (dot.x, dot.y), (0, -dot.size / 4), textcoords="offset points", **look)
        box = name.get_window_extent()
        if any(box.overlaps(other) for other in taken):
            name.remove()
        else:
            taken.append(box)


def _draw_line(axes: Axes, one: Dot, other: Dot, line: Line, *, edge_labels: bool) -> None:
    axes.plot((one.x, other.x), (one.y, other.y), color="#AAAAAA", linewidth=0.4 + 0.5 * line.weight, zorder=1)
    if edge_labels:
        middle = ((one.x + other.x) / 2, (one.y + other.y) / 2)
        axes.annotate(line.label, middle, ha="center", fontsize=6, color="#777777", zorder=1)


def draw_months(folder: Path, output: Path) -> None:
    """Meetings a month by status, from the table of meetings."""
    with (folder / "meetings.csv").open(encoding="utf-8", newline="") as file:
        dated = [(row["start"][:7], row["status"]) for row in csv.DictReader(file) if row["start"]]
    counts = Counter(dated)
    months = sorted({month for month, _ in dated})
    figure, axes = plt.subplots(figsize=(9, 4), dpi=110)
    floor = [0] * len(months)
    palette = {"Held": "#0072B2", "Planned": "#E69F00", "Proposed": "#56B4E9", "Cancelled": "#999999"}
    for status, color in palette.items():
        heights = [counts[month, status] for month in months]
        axes.bar(months, heights, bottom=floor, label=status, color=color)
        floor = [low + height for low, height in zip(floor, heights, strict=True)]
    axes.set_title("Meetings by the month in which they begin")
    axes.legend(frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(output, bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)


def draw_all(data: Path) -> None:
    """Every picture of the documentation, from the exports of a data folder."""
    part = ["--type", "Person", "--type", "Organization", "--type", "Country", "--type", "Meeting"]
    exports: dict[str, tuple[str, list[str], dict[str, Any]]] = {
        "network": ("graphml", ["--view", "actors"], {"edge_labels": False}),
        "gephi": ("graphml", ["--profile", "gephi", *part], {}),
        "cytoscape": ("cyjs", ["--view", "actors"], {"edge_labels": True}),
        "yed": ("yed", ["--profile", "yed", "--view", "actors"], {"edge_labels": True}),
        "neo4j": ("graphml", ["--around", "Sergey Lavrov", "--type", "Meeting"], {"edge_labels": True}),
        "r": ("graphml", ["--view", "actors", "--type", "metWith"], {}),
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, (reader, options, looks) in exports.items():
            file = Path(folder) / f"{name}.file"
            form = "cyjs" if reader == "cyjs" else "graphml"
            _export(form, file, data, options)
            draw(READERS[reader](file), HERE / f"{name}.png", **looks)
        _export("csv", Path(folder) / "tables", data, [])
        draw_months(Path(folder) / "tables", HERE / "pandas.png")


def _export(form: str, output: Path, data: Path, options: list[str]) -> None:
    command = [sys.executable, "-m", "kg", "export", form, "-o", str(output), "--data", str(data), *options]
    subprocess.run(command, check=True)


def main() -> None:
    """Draw one file, or all pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", help="an exported file")
    parser.add_argument("output", type=Path, nargs="?", help="the picture, .png or .svg")
    parser.add_argument("--reader", choices=sorted(READERS), default="graphml")
    parser.add_argument("--edge-labels", action="store_true")
    parser.add_argument("--all", type=Path, metavar="DATA", help="a data folder: draw all pictures")
    args = parser.parse_args()
    if args.all is not None:
        draw_all(args.all)
    elif args.file is None or args.output is None:
        parser.error("say which file and which picture, or --all DATA")
    else:
        draw(READERS[args.reader](args.file), args.output, edge_labels=args.edge_labels)


if __name__ == "__main__":
    main()
