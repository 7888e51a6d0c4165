"""Ties from the user's own file: an edge list as CSV, or GraphML.

The model knows no files; the loader reads them here and hands over plain edges.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from scenarios.errors import ScenarioError
from scenarios.reading import read_text

MOST_BYTES = 5_000_000
Edge = list[int | float]


def read_edges(path: Path, name: str) -> list[Edge]:
    """Edges [member, member] or [member, member, strength] of a file.

    CSV has two or three columns, with or without a heading. In GraphML the nodes are the members in the order of the
    file, or by their number where all ids are whole numbers; the attribute "strength" or "weight" is the strength.

    Raises:
        ScenarioError: If the file cannot be read as that.
    """
    text = read_text(path, name, MOST_BYTES)
    return _graphml(text, name) if path.suffix.lower() in (".graphml", ".xml") else _table(text, name)


def _table(text: str, name: str) -> list[Edge]:
    edges: list[Edge] = []
    try:
        rows = list(csv.reader(io.StringIO(text)))
    except csv.Error:
        raise ScenarioError("edge_row", name, 1, 1, found=text[:40]) from None
    for line, row in enumerate(rows, start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells[0].startswith("#"):
            continue
        try:
            if not 2 <= len(cells) <= 3:
                raise ValueError
            edge: Edge = [int(cells[0]), int(cells[1])]
            if len(cells) == 3 and cells[2]:
                edge.append(float(cells[2]))
        except ValueError:
            if line == 1 and not cells[0].lstrip("-").isdigit():
                continue
            raise ScenarioError("edge_row", name, line, 1, found=",".join(row)[:40]) from None
        edges.append(edge)
    if not edges:
        raise ScenarioError("empty", name)
    return edges


def _graphml(text: str, name: str) -> list[Edge]:
    import networkx

    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ScenarioError("graphml", name)
    try:
        graph = networkx.parse_graphml(text)
        nodes = list(graph.nodes)
        numbered = all(str(node).isdigit() for node in nodes)
        place = {node: int(node) if numbered else number for number, node in enumerate(nodes)}
        edges: list[Edge] = []
        seen = set()
        for first, second, data in graph.edges(data=True):
            pair = (min(place[first], place[second]), max(place[first], place[second]))
            if pair in seen:
                continue
            seen.add(pair)
            strength = data.get("strength", data.get("weight"))
            edges.append([*pair] if strength is None else [*pair, float(strength)])
    except Exception:  # whatever a broken file makes the parser say, it is not GraphML
        raise ScenarioError("graphml", name) from None
    if not edges:
        raise ScenarioError("empty", name)
    return edges
