import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { vectorStage } from '../../save/vector-stage.ts';
import { scaleEntries } from './scale-entries.ts';

interface Idf {
  /** Inverse document frequencies, one a term. */
  readonly idf: Float64Array;
}

/** `idf`: term counts * inverse document frequencies. Source: MLeap `IDFModel.scala`. */
export const idf = operator<Idf>({
  op: 'idf',
  bundle: { read: (attributes) => ({ idf: attributes.numbers('idf') }) },
  write: ({ idf: frequencies }) => ({ attributes: { idf: bundleValue.vector(frequencies) } }),
  spark: vectorStage('IDFModel', (stage) => {
    const frequencies = stage.cell().vector('idf');
    return { parameters: { idf: frequencies }, size: frequencies.length };
  }),
  compile: ({ idf: frequencies }, ports, context) => scaleEntries(frequencies, ports, context),
});
