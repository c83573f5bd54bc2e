import { list } from '../../../frame/data-type.ts';
import { operator } from '../../operator.ts';
import { mapTokens } from '../../plan/map-tokens.ts';
import { pairsStage } from '../../save/pairs-stage.ts';

/**
 * `tokenizer`: lower case, split at single ASCII white space as Java does: empty tokens stay except at the end.
 * Source: MLeap `TokenizerModel.scala`, Java `String.split`.
 */
export const tokenizer = operator<undefined>({
  op: 'tokenizer',
  bundle: { read: () => undefined },
  write: () => ({ attributes: {} }),
  spark: pairsStage('Tokenizer', () => ({ parameters: undefined, info: { type: list('string') } })),
  compile(_none, ports, context) {
    const map = { input: ports.strings('input'), output: ports.outputValues('output', list('string')) };
    return mapTokens(context, map, (text: string) => {
      const tokens = text.toLowerCase().split(/[ \t\n\v\f\r]/);
      if (tokens.length === 1) return tokens;
      while (tokens.at(-1) === '') tokens.pop();
      return tokens;
    });
  },
});
