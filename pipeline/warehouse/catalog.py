"""Models of sql/, upstream first, and the data dictionary. Add a folder of sql/ to LAYERS."""

import difflib
import graphlib
from collections.abc import Collection, Mapping
from pathlib import Path

import duckdb

from pipeline.errors import ModelError
from pipeline.warehouse.model import Model, load_model
from pipeline.warehouse.seeds import SEEDS

SEED_TABLES = frozenset(f"seeds.{name}" for name in SEEDS)
# Folders of sql/ that hold models, in reading order. `own` is for those of a project: no release puts any there.
LAYERS = ("staging", "core", "cadence", "topics", "quality", "bi", "own")


class Catalog(dict[str, Model]):
    """Models by name, each after all that it reads; `history` names inputs that always grow."""

    def __init__(self, models: Mapping[str, Model], history: Collection[str] = ()) -> None:
        super().__init__(models)
        self.history = frozenset(history)

    def downstream(self, chosen: Collection[str]) -> set[str]:
        """Return `chosen` and every model that reads one of them, directly or not."""
        found = set[str]()
        for name, model in self.items():
            if name in chosen or not model.reads.isdisjoint(found):
                found.add(name)
        return found

    def find_outdated(self, before: Mapping[str, str], now: Mapping[str, str]) -> set[str] | None:
        """Return the models whose rows may differ from a file that was built from `before`.

        None if nearly all may differ, or if a table has to go.
        """
        different = {name for name, version in now.items() if before.get(name) != version}
        if before.keys() - now.keys() or not different <= self.keys() | SEED_TABLES:
            return None
        read = self.history | (different & SEED_TABLES)
        return {
            name
            for name, model in self.items()
            if name in different or model.reads_the_moment or not model.reads.isdisjoint(read)
        }


def load_catalog(sql: Path, inputs: Collection[str], history: Collection[str] = (), own: Path | None = None) -> Catalog:
    """Read every model below `sql` and `own`; a model may read others, seeds and `inputs`.

    `history` names the inputs that every refresh adds to. Raises ModelError for a file that is no model, a table that
    no model makes, an own model of a name that is taken, or a circle.
    """
    known_tables = {*inputs, *SEED_TABLES}
    with duckdb.connect() as duck:
        models = {model.name: model for path in _list_model_files(sql) for model in [load_model(path, duck)]}
        for path in _list_model_files(own) if own else ():
            model = load_model(path, duck)
            if model.name in models:
                raise ModelError(
                    f"{path} would replace {model.name}, which Posts Warehouse makes itself; call the file otherwise, "
                    f"such as sql/own/{path.name}"
                )
            models[model.name] = model
    for model in models.values():
        if model.schema not in LAYERS:
            raise ModelError(f"sql/{model.schema}/ is no layer; a model belongs in one of {', '.join(LAYERS)}")
        for table in sorted(model.reads - models.keys() - known_tables):
            near = difflib.get_close_matches(table, [*models, *sorted(known_tables)], n=1, cutoff=0)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise ModelError(f"{model.where} reads {table}, which no model makes{hint}")
    try:
        order = list(
            graphlib.TopologicalSorter(
                {name: sorted(m.reads & models.keys()) for name, m in models.items()}
            ).static_order()
        )
    except graphlib.CycleError as error:
        raise ModelError(f"models read each other in a circle: {' -> '.join(error.args[1])}") from error
    return Catalog({name: models[name] for name in order}, history)


def _list_model_files(sql: Path) -> list[Path]:
    """Return the files of a folder of models, without hidden ones, which editors leave beside others."""
    paths = []
    for path in sorted(sql.rglob("*")):
        inner = path.relative_to(sql)
        if path.suffix.lower() != ".sql" or any(part.startswith(".") for part in inner.parts):
            continue
        if path.parent.parent != sql:
            raise ModelError(f"sql/{inner} is not looked for there; a model is sql/LAYER/NAME.sql")
        paths.append(path)
    return paths


def write_dictionary(catalog: Catalog, types: dict[str, dict[str, str]]) -> str:
    """Return docs/models.md as text: tables, columns with known `types`, and checks."""
    lines = ["# Models", "", "Written by `make docs` from the headers in `sql/`; edit those.", ""]
    for layer in LAYERS:
        names = sorted(name for name, model in catalog.items() if model.schema == layer)
        lines += [f"## {layer}", ""] if names else []
        for name in names:
            model = catalog[name]
            lines += [f"### {name}", "", model.description, "", f"One row for each {', '.join(model.grain)}.", ""]
            lines += ["| column | type | meaning |", "|---|---|---|"]
            for column, meaning in model.columns.items():
                lines.append(
                    f"| {column} | {types.get(name, {}).get(column, '')} | {meaning.replace('|', chr(92) + '|')} |"
                )
            lines += [""]
            for title, expressions in (("Must hold", model.checks), ("Should hold", model.warnings)):
                if expressions:
                    lines += [
                        f"{title}: " + "; ".join(f"{key} (`{text}`)" for key, text in expressions.items()) + ".",
                        "",
                    ]
    return "\n".join(lines).rstrip() + "\n"
