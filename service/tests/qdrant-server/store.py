"""The collections and aliases in a folder."""

import json
import shutil
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote

import qdrant_edge as edge

from .layouts import to_config
from .strict import Refused

FORBIDDEN = set('/\\:*?"<>|\0\x1f')


class Collection:
    """One shard. Its calls come one after another; between the changes of one request others may come."""

    def __init__(self, folder: Path, layout: dict | None = None) -> None:
        self._lock = Lock()
        self._folder = folder
        self._layout_file = folder / "layout.json"
        shard = folder / "shard"
        if layout is None:
            self.layout = json.loads(self._layout_file.read_text())
            self._shard = edge.EdgeShard.load(str(shard))
            return
        self.layout = layout
        config = to_config(layout)
        shutil.rmtree(folder, ignore_errors=True)
        shard.mkdir(parents=True)
        self._shard = edge.EdgeShard.create(str(shard), config)
        # Last: without it there is no collection.
        self._layout_file.write_text(json.dumps(layout))

    def call(self, act) -> Any:
        with self._lock:
            if self._shard is None:
                raise Refused(404, "Not found: Collection doesn't exist!")
            return act(self._shard)

    def drop(self) -> None:
        with self._lock:
            self._shard.close()
            self._shard = None
            shutil.rmtree(self._folder)


class Store:
    def __init__(self, folder: Path) -> None:
        self._lock = Lock()
        self._folder = folder
        self._aliases_file = folder / "aliases.json"
        folder.mkdir(parents=True, exist_ok=True)
        self.aliases: dict[str, str] = {}
        if self._aliases_file.exists():
            self.aliases = json.loads(self._aliases_file.read_text())
        self._collections = {
            json.loads((path.parent / "name.json").read_text()): Collection(path.parent)
            for path in folder.glob("*/layout.json")
        }

    def names(self) -> list[str]:
        return list(self._collections)

    def get(self, name: str) -> Collection:
        found = self._collections.get(self.aliases.get(name, name))
        if found is None:
            raise Refused(404, f"Not found: Collection `{name}` doesn't exist!")
        return found

    def create(self, name: str, layout: dict) -> None:
        if not name or len(name.encode()) > 255 or FORBIDDEN & set(name):
            raise Refused(422, "this name of a collection is not allowed")
        with self._lock:
            if name in self._collections or name in self.aliases:
                raise Refused(409, f"Wrong input: Collection `{name}` already exists!")
            folder = self._folder / quote(name, safe="")
            self._collections[name] = Collection(folder, layout)
            (folder / "name.json").write_text(json.dumps(name))

    def drop(self, name: str) -> bool:
        with self._lock:
            collection = self._collections.pop(name, None)
            if collection is None:
                return False
            collection.drop()
            self._save({alias: target for alias, target in self.aliases.items() if target != name})
            return True

    def change_aliases(self, actions: list[tuple[str, str | None]]) -> None:
        """Each action is an alias and the collection it leads to, or none to take it away."""
        with self._lock:
            aliases = dict(self.aliases)
            for alias, target in actions:
                if target is None:
                    aliases.pop(alias, None)
                    continue
                if target not in self._collections:
                    raise Refused(404, f"Not found: Collection `{target}` doesn't exist!")
                if alias in self._collections:
                    raise Refused(409, f"Wrong input: Collection `{alias}` already exists!")
                aliases[alias] = target
            self._save(aliases)

    def _save(self, aliases: dict[str, str]) -> None:
        self._aliases_file.write_text(json.dumps(aliases))
        self.aliases = aliases
