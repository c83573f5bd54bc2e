import { strayFileNames } from './file-names.ts';
import { functionsOf } from './functions.ts';
import { conditionalSpreads, rangeCasts } from './idioms.ts';
import { mixedImports } from './import-order.ts';
import { longLines } from './long-lines.ts';
import { mutualSiblings } from './sibling-folders.ts';
import type { Place, SourceFile } from './source-file.ts';

/** One figure of the sources' shape. */
export interface Measure {
  readonly name: string;
  readonly value: number;
  /** What the figure is to come down to, and stay at. */
  readonly target: number;
  /** What is above the target, worst first. */
  readonly places: readonly Place[];
}

/** Loops over numbers: their parameters are the variables of a formula, and an object for each call would cost more than the loop. */
const numeric = /^packages\/scoring\/src\/(kernels|math)\//;

const maxFunctionLines = 60;
const maxFileLines = 300;
const maxParameters = 3;

/** All figures, in the order in which they are printed. */
export function measureShape(sources: readonly SourceFile[]): Measure[] {
  const functions = sources.flatMap(functionsOf);
  const written = functions.filter(({ isTable }) => !isTable).sort((a, b) => b.lines - a.lines);
  const files = sources.map(({ path, lineCount }) => ({ file: path, line: 1, what: `${lineCount} lines`, lineCount }));
  files.sort((a, b) => b.lineCount - a.lineCount);
  const wide = functions.filter((one) => one.parameters > maxParameters && !numeric.test(one.file));
  wide.sort((a, b) => b.parameters - a.parameters);
  return [
    {
      name: 'lines of a function, 95th percentile',
      value: percentile95(functions.map(({ lines }) => lines)),
      target: 24,
      places: [],
    },
    {
      name: 'lines of the longest function that is not a literal table',
      value: written[0]?.lines ?? 0,
      target: maxFunctionLines,
      places: written
        .filter(({ lines }) => lines > maxFunctionLines)
        .map(({ file, line, name, lines }) => ({ file, line, what: `${name}: ${lines} lines` })),
    },
    {
      name: 'lines of a file, 95th percentile',
      value: percentile95(files.map(({ lineCount }) => lineCount)),
      target: 180,
      places: [],
    },
    {
      name: 'lines of the longest file',
      value: files[0]?.lineCount ?? 0,
      target: maxFileLines,
      places: files.filter(({ lineCount }) => lineCount > maxFileLines),
    },
    listed('pairs of sibling folders that import each other', mutualSiblings(sources)),
    listed(
      `functions of more than ${maxParameters} parameters, without numeric kernels`,
      wide.map(({ file, line, name, parameters }) => ({ file, line, what: `${name}: ${parameters} parameters` })),
    ),
    listed('casts that say "in range"', sources.flatMap(rangeCasts)),
    listed('conditional spreads', sources.flatMap(conditionalSpreads)),
    listed('files that are not named after anything they export', sources.flatMap(strayFileNames)),
    listed('files that import packages behind files of their own', sources.flatMap(mixedImports)),
    listed('lines of more than 150 characters, without long texts', sources.flatMap(longLines)),
  ];
}

/** A figure that counts places, or groups of places, of which there should be none. */
const listed = (name: string, found: readonly (Place | Place[])[]): Measure => ({
  name,
  value: found.length,
  target: 0,
  places: found.flat(),
});

/** The smallest value that is not exceeded by 95 % of them (nearest rank); 0 of none. */
export function percentile95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
}
