import { answerTable, type FasttextMethod, fasttextMethods } from '../fasttext/answer-table.ts';
import { FasttextModel } from '../fasttext/fasttext-model.ts';
import { loadFasttext as load } from '../fasttext/load-fasttext.ts';
import type { WordVectors } from '../fasttext/word-vectors.ts';
import { columnOf, textList } from '../frame/table.ts';
import { fasttextFacts } from '../model-file/fasttext-facts.ts';
import { answerColumns } from './answer-columns.ts';
import type { Engine } from './engine.ts';
import { type EngineOptions, engineKind } from './engine-options.ts';
import { type Bytes, expectBytes } from './expect-bytes.ts';
import { expectOptions } from './expect-options.ts';
import { frameAnswer } from './frame-answer.ts';
import type { Model } from './model.ts';
import { numberAnswer } from './number-answer.ts';
import { openModel } from './open-model.ts';
import { tableFrame } from './table-frame.ts';
import { TableReader } from './table-reader.ts';

/**
 * Loads a model of fastText: `.bin`, quantised `.ftz`, or the text of word vectors. `predict` answers the best label of a text and
 * `predict_proba` the probabilities of all, a model of word vectors `transform`. Throws `ScoringError`: `bad_model` for a damaged
 * or hostile file.
 *
 * @example
 * const model = loadFasttext(await readFile('model.bin'));
 * model.predictOne({ text: 'the film was wonderful' });
 */
export function loadFasttext(bytes: Bytes, options?: EngineOptions): Model<FasttextMethod> {
  const file = expectBytes(bytes);
  const { engine } = expectOptions(options, { engine: engineKind });
  return openModel(() => fasttextEngine(load(file)), engine);
}

function fasttextEngine(model: FasttextModel | WordVectors): Engine<FasttextMethod> {
  const reader = new TableReader({ names: ['text'], columns: 1 });
  return {
    format: 'fasttext',
    inputs: [{ name: 'text', type: 'string' }],
    methods: fasttextMethods(model),
    classes: model instanceof FasttextModel && model.labels.length > 0 ? model.labels : undefined,
    options: [],
    score: (rows, { method, strict }) => {
      const table = reader.read(rows, strict);
      if (table.rows === 0) return numberAnswer(answerColumns[method], [], 0);
      return frameAnswer(tableFrame(method, answerTable(model, method, textList(columnOf(table, 0))), undefined));
    },
    outputsOf: (method) => [{ name: answerColumns[method], kind: method === 'predict' ? 'other' : 'vector' }],
    describe: () => fasttextFacts(model),
  };
}
