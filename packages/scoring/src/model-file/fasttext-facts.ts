import { FasttextModel } from '../fasttext/fasttext-model.ts';
import type { WordVectors } from '../fasttext/word-vectors.ts';
import type { ModelFacts } from '../scoring-model.ts';

const losses: Readonly<Record<number, string>> = {
  1: 'hierarchical softmax',
  2: 'negative sampling',
  3: 'softmax',
  4: 'one against all',
};

/** Labels that are named. */
const NAMED = 10;

/** A model of fastText, for people. */
export function fasttextFacts(model: FasttextModel | WordVectors): ModelFacts {
  const { dimension } = model;
  if (!(model instanceof FasttextModel)) {
    const { wordCount: words } = model;
    return {
      lines: ['vectors of words, as text', `  ${words} words, ${dimension} numbers each`],
      details: { format: 'text', words, dimension },
    };
  }
  const { settings, dictionary, isQuantized } = model.file;
  const { wordCount: words } = dictionary;
  const { wordNgrams, shortest, longest } = settings;
  const loss = losses[settings.loss] ?? String(settings.loss);
  const facts = { model: settings.model, loss, words, dimension, wordNgrams, shortest, longest, isQuantized };
  return {
    lines: [
      `fastText ${settings.model} model${isQuantized ? ', quantised' : ''}`,
      `  ${words} words, ${dimension} numbers each, loss ${loss}`,
      ...(wordNgrams > 1 ? [`  n-grams of up to ${wordNgrams} words`] : []),
      ...(longest > 0 ? [`  n-grams of ${shortest} to ${longest} characters`] : []),
      ...(settings.isSupervised ? [labelLine(model.labels)] : []),
    ],
    details: { ...facts, labels: model.labels },
  };
}

const labelLine = (labels: readonly string[]) =>
  `  ${labels.length} labels: ${labels.slice(0, NAMED).join(', ')}${labels.length > NAMED ? ' ...' : ''}`;
