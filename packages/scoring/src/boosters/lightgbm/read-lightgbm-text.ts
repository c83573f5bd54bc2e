import { defined } from '../../util/defined.ts';
import { badModel } from './bad-model.ts';
import { type CategoriesByColumn, readCategories } from './read-categories.ts';
import { readTree } from './read-tree.ts';
import { TextSection } from './text-section.ts';
import type { Tree } from './tree.ts';

/** More sums a row than any model has. */
const MAX_OUTPUTS = 65_536;

/** The line behind the last tree; versions 2.0 and 2.1 have only the heading of what follows. */
const endsOfTrees: ReadonlySet<string> = new Set(['end of trees', 'feature importances:']);

/** What a text model of LightGBM says. */
export interface LightgbmBooster {
  readonly version: string;
  /** The whole line, parameters included; undefined for custom objectives. */
  readonly objective: string | undefined;
  readonly featureCount: number;
  readonly featureNames: readonly string[];
  /** Sums per row; tree `t` adds to `t % outputCount`. */
  readonly outputCount: number;
  /** Random forests answer the mean over iterations. */
  readonly isAverage: boolean;
  readonly trees: readonly Tree[];
  /** Trained on a pandas frame: by column, the categories in the order of their codes. */
  readonly categories: CategoriesByColumn;
}

/**
 * Reads the text that `Booster.save_model` and `model_to_string` write (versions v2 to v4).
 * Throws `ScoringError` `bad_model`, naming the line or tree that cannot be.
 * Source: `src/boosting/gbdt_model_text.cpp` and `src/io/tree.cpp` of LightGBM 2 to 4.
 */
export function readLightgbmText(text: string): LightgbmBooster {
  const lines = text.split(/\r?\n/);
  if (lines[0] !== 'tree') throw badModel('does not begin with the line "tree"');
  const end = lines.findIndex((line) => endsOfTrees.has(line));
  if (end < 0) throw badModel('has no line "end of trees"; it may be cut off');
  const first = lines.findIndex((line) => line.startsWith('Tree='));
  const header = new TextSection(
    lines.slice(1, first < 0 ? end : first).filter((line) => line !== ''),
    'the header',
  );
  const featureCount = header.count('max_feature_idx') + 1;
  const featureNames = (header.text('feature_names') ?? '').split(' ');
  // As the library checks: there are no more columns than the file has names for them.
  if (featureNames.length !== featureCount)
    throw badModel(`names ${featureNames.length} of the ${featureCount} features that its max_feature_idx says`);
  const outputCount = header.count('num_tree_per_iteration', 1);
  const sections = first < 0 ? [] : splitTrees(lines.slice(first, end));
  if (!(outputCount >= 1 && outputCount <= MAX_OUTPUTS) || sections.length % outputCount !== 0) {
    throw badModel(`has ${sections.length} trees, which are no whole iterations of ${outputCount} trees`);
  }
  return {
    version: header.text('version') ?? '',
    objective: header.text('objective'),
    featureCount,
    featureNames,
    outputCount,
    isAverage: header.has('average_output'),
    trees: sections.map((section, number) =>
      readTree(new TextSection(section, `tree ${number}`), number, featureCount),
    ),
    categories: readCategories(lines, header.text('feature_infos') ?? ''),
  };
}

function splitTrees(lines: readonly string[]): string[][] {
  const sections: string[][] = [];
  for (const line of lines) {
    if (line.startsWith('Tree=')) sections.push([]);
    else if (line !== '') defined(sections.at(-1)).push(line);
  }
  return sections;
}
