"""Figures, whether they reach their target, and how they are shown."""
import dataclasses
import json
import statistics


@dataclasses.dataclass
class Figure:
    """One measured number; `spread` is the least and the most of all rounds."""
    scenario: str
    what: str
    value: float
    unit: str
    spread: tuple | None = None
    at_most: float | None = None

    @property
    def verdict(self):
        if self.at_most is None:
            return ""
        return "reached" if self.value <= self.at_most else "missed"

    def as_json(self):
        fields = {"scenario": self.scenario, "what": self.what, "value": rounded(self.value), "unit": self.unit}
        if self.spread:
            fields["least"], fields["most"] = map(rounded, self.spread)
        if self.at_most is not None:
            fields |= {"at_most": self.at_most, "reached": self.verdict == "reached"}
        return fields


def rounded(number):
    return float(f"{number:.4g}") if abs(number) < 1000 else round(number)


def median(scenario, what, values, unit, at_most=None):
    """The median of the rounds with their spread."""
    return Figure(scenario, what, statistics.median(values), unit, (min(values), max(values)), at_most)


def ratio(scenario, what, ours, theirs, at_most=None):
    """The median of the rounds' ratios: what disturbs a round disturbs both sides of it."""
    return median(scenario, what, [a / b for a, b in zip(ours, theirs)], "", at_most)


def percentile(values, share):
    """The value below which that share of all lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


def table(figures):
    rows = [("scenario", "what", "value", "spread", "target", "")]
    for figure in figures:
        spread = "" if figure.spread is None else f"{shown(figure.spread[0])} to {shown(figure.spread[1])}"
        target = "" if figure.at_most is None else f"≤ {shown(figure.at_most)}"
        value = f"{shown(figure.value)} {figure.unit}".rstrip()
        rows.append((figure.scenario, figure.what, value, spread, target, figure.verdict))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)


def shown(number):
    return f"{number:.3g}" if abs(number) < 100 else f"{number:,.0f}".replace(",", " ")


def as_json(figures, failures, conditions):
    return json.dumps(
        {"conditions": conditions, "figures": [figure.as_json() for figure in figures],
         "not_measured": failures}, indent=2, ensure_ascii=False)
