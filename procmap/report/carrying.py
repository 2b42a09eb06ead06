"""What of a folder stays when a new audit takes its place: all that is not, byte for byte, what the old audit wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from procmap.disk.exchange import free_name, same_name
from procmap.report.fingerprints import COMPARISON, FINDINGS, files_of, is_unchanged, parts_of
from procmap.report.plan_toml import PLAN, PREVIOUS


def carried(old: Path, new: Path) -> Iterator[tuple[Path, Path]]:
    """The renames that take what stays from the old folder to the new one.

    Whatever the old audit does not list stays under its name. A listed file that was changed since, and whatever has the
    name of a new file, becomes NAME.previous.EXT. Links are moved, never followed.
    """
    listed, parts = files_of(old) or (), parts_of(old)
    taken = {same_name(entry.name) for entry in new.iterdir()} if new.is_dir() else set()
    for entry in sorted(old.iterdir(), key=lambda entry: (entry.name in listed, entry.name != PLAN, entry.name)):
        if entry.name in parts and _is_audit(entry):
            yield from carried(entry, new / entry.name)
            continue
        is_listed = entry.name in listed and entry.is_file() and not entry.is_symlink()
        if is_listed and _is_replaced(old, new, entry.name):
            continue
        stays = same_name(entry.name) not in taken and not (is_listed and entry.name not in (PLAN, PREVIOUS))
        end = new / entry.name if stays else free_name(new / entry.name, taken)
        taken.add(same_name(end.name))
        yield entry, end


def _is_replaced(old: Path, new: Path, name: str) -> bool:
    """Whether nothing of the analyst's goes with a listed file: a plan never counts as the audit's own."""
    if name == PREVIOUS:  # said twice where the plan that takes its place is the same
        return (new / PLAN).is_file() and (old / PLAN).is_file() and (old / PLAN).read_bytes() == (old / name).read_bytes()
    return name != PLAN and is_unchanged(old, name)


def _is_audit(folder: Path) -> bool:
    return folder.is_dir() and not folder.is_symlink() and any((folder / name).is_file() for name in (FINDINGS, COMPARISON))

