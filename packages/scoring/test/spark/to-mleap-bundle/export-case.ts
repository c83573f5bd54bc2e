import { savedBoosters } from '../../../../server/src/serving/container/saved-boosters.ts';
import { decodeJsonRows, encodeJsonRows } from '../../../src/formats/json-rows.ts';
import { vector } from '../../../src/frame/data-type.ts';
import type { Schema } from '../../../src/frame/schema.ts';
import type { ModelFiles } from '../../../src/model-files.ts';
import { ScoringError } from '../../../src/scoring-error.ts';
import { loadBundle } from '../../../src/spark/from-mleap-bundle/load-bundle.ts';
import { openSavedPipeline } from '../../../src/spark/from-spark-save/load-saved-pipeline.ts';
import type { Semantics } from '../../../src/spark/semantics.ts';
import { exportBundle } from '../../../src/spark/to-mleap-bundle/export-bundle.ts';
import type { Answer } from '../from-mleap-bundle/golden-case.ts';
import { inputSchema, readSavedCase, type SavedCase } from '../from-spark-save/saved-case.ts';

const uid = '6f1c2f0e-7a55-4b8e-9a0d-0d5a1c3b9e11';

/** The bundle of a golden saved pipeline, or why there is none. */
export async function exportCase(golden: SavedCase): Promise<ModelFiles | string> {
  try {
    const pipeline = await openSavedPipeline(await readSavedCase(golden), savedBoosters);
    return exportBundle(pipeline, { input: sizedSchema(golden), uid });
  } catch (error) {
    if (error instanceof ScoringError) return error.message;
    throw error;
  }
}

/** What our own reader of bundles makes of it. */
export function scoreExported(files: ModelFiles, golden: SavedCase, semantics: Semantics): Answer[] {
  const scorer = loadBundle(files, { semantics, input: inputSchema(golden) });
  return encodeJsonRows(scorer.scoreShared(decodeJsonRows(golden.rows, scorer.inputSchema))) as Answer[];
}

/** Vectors of the size of the first, as a schema for the export says it. */
function sizedSchema(golden: SavedCase): Schema {
  const fields = inputSchema(golden).fields.map(({ name, type }) => {
    const first = golden.rows.map((row) => (row as Record<string, unknown>)[name]).find((cell) => cell !== null);
    const { size, values } = (first ?? {}) as { size?: number; values?: unknown[] };
    return { name, type: type.shape === 'tensor' ? vector(size ?? values?.length) : type };
  });
  return { fields };
}
