export type Library = 'xgboost' | 'lightgbm' | 'catboost' | 'scikit-learn' | 'fasttext';

/** What something in a file shows, as the predicate of a sentence about the file. */
export type Mark = readonly [pattern: RegExp, reason: string];

/** How the files of a library are recognised: without its reader, so that asking is light. */
export interface LibraryMarks {
  /** What people call them: as the library writes its own name. */
  readonly title: string;
  /** What its files begin with. */
  readonly marks?: readonly Mark[];
  /** Keys that only its JSON has. */
  readonly keys?: readonly string[];
  /** What its JSON begins with where it has none of anybody's keys near its beginning. */
  readonly unkeyed?: readonly Mark[];
  /** Modules of its models in pickles; the first one that a pickle names counts. */
  readonly modules: readonly string[];
  /** Names of files that have no mark. */
  readonly names?: readonly Mark[];
}

/** Library → how its files are recognised. */
export const libraries: Readonly<Record<Library, LibraryMarks>> = {
  xgboost: {
    title: 'XGBoost',
    marks: [
      [/^\{(?:[LlIUi]|$)/, 'begins as UBJSON'],
      [/^bs64/, "begins with XGBoost's mark, bs64"],
      [/^binf/, "begins with XGBoost's mark, binf"],
    ],
    keys: ['learner', 'Config'],
    unkeyed: [[/^\{\s*"version"\s*:\s*\[/, 'is JSON with a version that is a list']],
    modules: ['xgboost.core', 'xgboost.basic'],
    names: [
      [
        /xgboost-model|\.(model|bin|deprecated)$/,
        "has the name that files in XGBoost's binary format have, which has no mark",
      ],
    ],
  },
  lightgbm: {
    title: 'LightGBM',
    marks: [[/^tree\r?\n/, "begins with the line of LightGBM's text, tree"]],
    modules: ['lightgbm.core', 'lightgbm.basic'],
  },
  catboost: {
    title: 'CatBoost',
    marks: [[/^CBM1/, "begins with CatBoost's mark, CBM1"]],
    keys: ['features_info', 'model_info', 'oblivious_trees', 'scale_and_bias', 'ctr_data'],
    modules: ['catboost.core', 'catboost.basic'],
  },
  fasttext: {
    title: 'fastText',
    marks: [[/^\xba[^]O\//, "begins with fastText's mark"]],
    modules: [],
    names: [[/^vectors\.txt$/, 'has the name that BlazingText gives vectors of words as text']],
  },
  'scikit-learn': { title: 'scikit-learn (joblib, pickle, skops)', modules: ['sklearn'] },
};

/** The libraries' names, for messages. */
export const libraryTitles: readonly string[] = Object.values(libraries).map(({ title }) => title);
