import { newMatrix, type Table } from '../frame/table.ts';
import { FasttextModel } from './fasttext-model.ts';
import type { WordVectors } from './word-vectors.ts';

/** Methods of a model: of one with labels the best one and the probabilities of all, of others the vector of a word. */
export type FasttextMethod = 'predict' | 'predict_proba' | 'transform';

export function fasttextMethods(model: FasttextModel | WordVectors): readonly FasttextMethod[] {
  return model instanceof FasttextModel && model.labels.length > 0 ? ['predict', 'predict_proba'] : ['transform'];
}

/**
 * A row for each text: its best label (null where the model knows nothing of it), probabilities in the order of `labels`
 * (0 where none is known), or the vector of a word. An absent text is an empty one.
 */
export function answerTable(
  model: FasttextModel | WordVectors,
  method: FasttextMethod,
  texts: readonly (string | null)[],
): Table {
  if (!(model instanceof FasttextModel) || method === 'transform') return vectorsOf(model, texts);
  const { labels } = model;
  if (method === 'predict') {
    const values = texts.map((text) => model.predict(text ?? '', 1)[0]?.label ?? null);
    return { kind: 'mixed', rows: texts.length, cells: [{ kind: 'string', values }] };
  }
  const places = new Map(labels.map((label, at) => [label, at]));
  const table = newMatrix(texts.length, labels.length);
  texts.forEach((text, row) => {
    for (const { label, probability } of model.predict(text ?? '', labels.length))
      table.values[row * labels.length + (places.get(label) ?? 0)] = probability;
  });
  return table;
}

function vectorsOf(model: FasttextModel | WordVectors, texts: readonly (string | null)[]): Table {
  const table = newMatrix(texts.length, model.dimension);
  texts.forEach((text, row) => table.values.set(model.wordVector(text ?? ''), row * model.dimension));
  return table;
}
