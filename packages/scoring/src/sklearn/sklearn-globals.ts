import { catboostGlobals } from '../boosters/catboost/load-catboost.ts';
import { lightgbmGlobals } from '../boosters/lightgbm/take-lightgbm.ts';
import { boosterGlobals } from '../boosters/xgboost/format/read-pickled-booster.ts';
import { type GlobalTable, globalTable, joinTables } from '../pickle/global-table.ts';
import { inertClass, nameOnly } from '../pickle/inert-class.ts';
import { malformed } from '../pickle/malformed.ts';
import { NdArray } from '../pickle/numpy/nd-array.ts';
import { numpyArrayWrapper } from '../pickle/numpy/numpy-array-wrapper.ts';
import { numpyGlobals } from '../pickle/numpy/numpy-globals.ts';
import type { GlobalRule } from '../pickle/pickle-object.ts';
import { PickleObject } from '../pickle/pickle-object.ts';
import { PickleTuple } from '../pickle/pickle-tuple.ts';
import { pythonGlobals } from '../pickle/python-globals.ts';

/**
 * What a scikit-learn model file may name. Estimators stand among many classes that play no part in a prediction (losses,
 * optimisers, cross-validators, random generators), so the libraries' own classes are allowed as a whole, as inert
 * descriptions; which of them can be scored is decided later, by the table of estimators. Anything else, such as a
 * function of the user's, refuses the file.
 */
export function sklearnGlobals(): GlobalTable {
  const own: Record<string, GlobalRule> = {
    'joblib.numpy_pickle NumpyArrayWrapper': numpyArrayWrapper,
    'sklearn.externals.joblib.numpy_pickle NumpyArrayWrapper': numpyArrayWrapper,
    'scipy.special expit': nameOnly,
    'scipy.special logit': nameOnly,
    'scipy.special._ufuncs expit': nameOnly,
    'scipy.special._ufuncs logit': nameOnly,
    'pandas.core.indexes.base Index': nameOnly,
    'pandas.core.indexes.base _new_Index': pandasIndex,
    'numpy.random.bit_generator SeedSequence': inertClass,
    'numpy.random.bit_generator __pyx_unpickle_SeedSequence': inertClass,
    'numpy.random mtrand': nameOnly,
    'functools partial': inertClass,
    'pandas Index': nameOnly,
    'pandas._libs.arrays __pyx_unpickle_NDArrayBacked': inertClass,
    'pandas.arrays StringArray': nameOnly,
    'pandas.core.arrays.string_ StringArray': nameOnly,
    'pandas.core.arrays.string_ StringDtype': inertClass,
    'pandas StringDtype': inertClass,
  };
  return joinTables(
    pythonGlobals(),
    numpyGlobals(),
    globalTable(own),
    libraryClasses,
    lightgbmGlobals,
    catboostGlobals,
    boosterGlobals,
  );
}

/** Modules of scikit-learn and scipy, by their dotted names; the parts hold no quotes, spaces or further syntax. */
function libraryClasses(module: string, name: string): GlobalRule | undefined {
  // Release 1.6 names the module of its compiled losses without the package.
  if (module === '_loss') return /^(__pyx_unpickle_)?Cy\w+$/.test(name) ? inertClass : undefined;
  return /^(sklearn|scipy)(\.\w+)*$/.test(module) && /^\w+$/.test(name) ? inertClass : undefined;
}

/** A pandas Index (columns given to a ColumnTransformer as `frame.columns`) becomes the list of its labels. */
const pandasIndex: GlobalRule = {
  construct: ([, content]) => {
    const data: unknown = content instanceof Map ? content.get('data') : undefined;
    if (data instanceof NdArray) return data.values();
    if (data instanceof PickleObject && data.state instanceof PickleTuple) {
      const labels = data.state.items.find((item) => item instanceof NdArray);
      if (labels instanceof NdArray) return labels.values(); // pandas 3: an array of strings around one of objects
    }
    if (data instanceof PickleTuple) return [...data.items];
    if (Array.isArray(data)) return data;
    throw malformed('a pandas Index without labels');
  },
};
