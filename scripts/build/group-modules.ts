import { basename, join } from 'node:path';
import type { ModuleGroups } from './builds.ts';

/** What a bundler knows of a module. */
export interface KnownModule {
  /** Paths of the modules that it imports at once; those that it imports when it needs them are not among them. */
  readonly importedIds: readonly string[];
  readonly code: string | null;
}

export type FindModule = (id: string) => KnownModule | null;

/** Modules that few readers share are a file of their own from so many characters on. */
const LEAST_OWN = 20_000;

/** What so many readers share is for all. */
const MANY_READERS = 5;

/** And so is what tools need as well. */
const SEVERAL_READERS = 3;

/**
 * The file that each module is published in, by the doors that reach it. A process loads few files then, and a bundler that takes one door
 * finds nothing of another in what it takes at once:
 *
 * - `core`: what is needed before it is known which reader is, and by several readers too;
 * - `archive`: what else is needed before;
 * - `model`: what most readers need, and the little that some of them do;
 * - `xgboost-sklearn` and the like: what these readers alone need;
 * - each call that is more than a reader: itself.
 *
 * Doors themselves, what tools share with few readers, and what others alone reach are in none of them: the bundler places it.
 * No two files need each other, as whatever a module imports is needed wherever the module is.
 */
export function groupModules(source: string, doors: ModuleGroups, find: FindModule): Map<string, string> {
  const reached = (names: readonly string[]) => {
    const paths = names.map((name) => join(source, name));
    return reach(paths, find);
  };
  const [early, tools] = [reached(doors.early), reached(doors.tools)];
  const sets = readerSets(
    early,
    Object.entries(doors.readers).map(([name, paths]) => [name, reached(paths)]),
  );
  const own = ownFiles(sets, (id) => (early.has(id) ? 0 : (find(id)?.code?.length ?? 0)));
  const groups = new Map<string, string>();
  for (const { readers, ids } of sets) {
    const late = own.has(readers) ? readers.join('-') : 'model';
    for (const id of ids) {
      if (early.has(id)) groups.set(id, readers.length < 2 ? 'archive' : 'core');
      else if (!tools.has(id)) groups.set(id, late);
      else if (late === 'model' || readers.length >= SEVERAL_READERS) groups.set(id, 'model');
    }
  }
  for (const door of doors.calls)
    for (const id of reached([door])) if (!groups.has(id)) groups.set(id, basename(door, '.ts'));
  for (const door of [...doors.early, ...Object.values(doors.readers).flat()]) groups.delete(join(source, door));
  for (const door of doors.calls) groups.set(join(source, door), basename(door, '.ts'));
  return groups;
}

/** The modules by the readers that need them; those that are needed early may be of none. */
function readerSets(early: ReadonlySet<string>, byReader: readonly (readonly [string, ReadonlySet<string>])[]) {
  const sets = new Map<string, ReaderSet>();
  for (const id of new Set([...early, ...byReader.flatMap(([, ids]) => [...ids])])) {
    const readers = byReader.filter(([, ids]) => ids.has(id)).map(([name]) => name);
    const known = sets.get(readers.join('-'));
    if (known === undefined) sets.set(readers.join('-'), { readers, ids: [id] });
    else known.ids.push(id);
  }
  return [...sets.values()];
}

interface ReaderSet {
  readonly readers: readonly string[];
  /** The modules that exactly these need. */
  readonly ids: string[];
}

function reach(doors: readonly string[], find: FindModule): Set<string> {
  const reached = new Set(doors);
  for (const id of reached) for (const next of find(id)?.importedIds ?? []) if (find(next) !== null) reached.add(next);
  return reached;
}

/**
 * The sets whose modules are a file of their own: of one reader, and large ones of few. A set is not in `model` while a larger one stays
 * out, which it may need.
 */
function ownFiles(sets: readonly ReaderSet[], sizeOf: (id: string) => number): Set<readonly string[]> {
  const own: (readonly string[])[] = [];
  for (const { readers, ids } of sets.toSorted((a, b) => b.readers.length - a.readers.length)) {
    const isLarge = readers.length < MANY_READERS && ids.reduce((sum, id) => sum + sizeOf(id), 0) >= LEAST_OWN;
    const isBelow = own.some((larger) => readers.every((reader) => larger.includes(reader)));
    if (readers.length === 1 || isLarge || isBelow) own.push(readers);
  }
  return new Set(own);
}
