import { operator } from '../../operator.ts';
import { type Binarizer, compileBinarizer, readBinarizer } from './binarizer.ts';

/** `sklearn_binarizer`: as `binarizer`; scikit-learn's writer calls it so. */
export const sklearnBinarizer = operator<Binarizer>({
  op: 'sklearn_binarizer',
  bundle: { read: readBinarizer },
  compile: compileBinarizer,
});
