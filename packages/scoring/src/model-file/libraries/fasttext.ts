import { answerTable, fasttextMethods } from '../../fasttext/answer-table.ts';
import { loadFasttext } from '../../fasttext/load-fasttext.ts';
import { columnOf, textList } from '../../frame/table.ts';
import { ScoringError } from '../../scoring-error.ts';
import { type ModelMethod, noMethod } from '../../scoring-model.ts';
import { fasttextFacts } from '../fasttext-facts.ts';
import type { ModelAnswer, ModelFile, ModelInput } from '../model-file.ts';

/** A model of fastText over one column of texts: `predict` and `predict_proba` of labels, or `transform`, the vectors of words. */
export function openFasttext(bytes: Uint8Array): ModelFile {
  const model = loadFasttext(bytes);
  const methods = fasttextMethods(model);
  return {
    library: 'fastText',
    methods,
    columnNames: undefined,
    featureCount: 1,
    takesTexts: true,
    call(method: ModelMethod, input: ModelInput): ModelAnswer {
      const own = methods.find((name) => name === method);
      if (own === undefined) throw noMethod('fastText', method, methods);
      if (input.kind === 'sparse')
        throw new ScoringError('wrong_type', 'A model of fastText takes texts, not sparse numbers.');
      return { table: answerTable(model, own, textList(columnOf(input, 0))), numbers: 'float32' };
    },
    describe: () => fasttextFacts(model),
  };
}
