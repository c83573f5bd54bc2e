import { ops } from '../ops.ts';
import { savedOps } from '../saved-ops.ts';
import { composites } from './composites.ts';
import type { MapStage, StageTable } from './map-stage.ts';

/**
 * Every class of Spark ML that is read, by its name without the package. A class may be read by several operators, each of which makes
 * some of its columns.
 */
export const stages: StageTable = readTable();

function readTable(): StageTable {
  const mappers = new Map<string, MapStage[]>(Object.entries(composites).map(([name, map]) => [name, [map]]));
  for (const { classes, mapStage } of [...ops, ...savedOps])
    for (const name of classes) mappers.set(name, [...(mappers.get(name) ?? []), mapStage]);
  return Object.fromEntries(
    [...mappers].map(([name, all]): [string, MapStage] => [
      name,
      (stage, mapping) => all.flatMap((map) => map(stage, mapping)),
    ]),
  );
}
