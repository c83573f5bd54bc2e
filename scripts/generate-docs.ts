/**
 * Writes docs/model-coverage.md: every golden case of a model file is scored, and the answers are compared with the
 * library's own. Run: sh scripts/with-node.sh scripts/generate-docs.ts [another file to write]
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readCsvCells } from '../packages/scoring/src/formats/csv/csv-cells.ts';
import type { ModelFile } from '../packages/scoring/src/model-file/model-file.ts';
import { openModelFile } from '../packages/scoring/src/model-file/open-model-file.ts';
import { readInput } from '../packages/scoring/src/model-file/read-input.ts';
import { writeAnswer } from '../packages/scoring/src/model-file/write-answer.ts';
import type { ModelMethod } from '../packages/scoring/src/scoring-model.ts';
import { parsePythonFloat } from '../packages/scoring/src/text/python-float.ts';
import { compareAnswers } from '../packages/server/src/entry/cli/certify/compare-answers.ts';
import { installCommand } from '../packages/server/src/serving/container/onnx/onnx-runtime.ts';

const root = resolve(import.meta.dirname, '..');
const golden = join(root, 'test/golden');

/** One kind of model of one library, over all its cases. */
interface Coverage {
  readonly versions: Set<string>;
  cases: number;
  largest: number;
}

type Table = Map<string, Coverage>;

function addCase(table: Table, kind: string, version: string, difference: number): void {
  const coverage = table.get(kind) ?? { versions: new Set<string>(), cases: 0, largest: 0 };
  coverage.versions.add(version);
  coverage.cases++;
  coverage.largest = Math.max(coverage.largest, difference);
  table.set(kind, coverage);
}

const text = (path: string) => readFileSync(join(golden, path), 'utf8');
const open = (path: string): ModelFile => openModelFile(path, readFileSync(join(golden, path)));

const answersOf = (csv: string) =>
  readCsvCells(csv).map((record) => Object.fromEntries(record.map((cell, at) => [String(at), valueOf(cell.text)])));

/** Kept answers have 1 and 0 for booleans. */
const valueOf = (cell: string) => (cell === 'True' ? 1 : cell === 'False' ? 0 : (parsePythonFloat(cell) ?? cell));

interface Case {
  readonly model: ModelFile;
  readonly method: ModelMethod;
  readonly input: string;
  readonly expected: string;
  readonly hasHeader?: boolean;
  /** Relative difference beyond which an answer counts as another one; default 1e-9. */
  readonly tolerance?: number;
}

/** The largest relative difference; infinite where a label or a width differs. */
function differenceOf({ model, method, input, expected, hasHeader = false, tolerance = 1e-9 }: Case): number {
  const rows = readInput(text(input), { format: 'csv', hasHeader }, model);
  const { columns } = compareAnswers(
    answersOf(writeAnswer(model.call(method, rows))),
    answersOf(text(expected)),
    tolerance,
  );
  return columns.reduce(
    (most, column) => Math.max(most, column.differingRows > 0 ? Infinity : column.largestRelative),
    0,
  );
}

function xgboostCoverage(): Table {
  const table: Table = new Map();
  for (const name of casesIn('xgboost')) {
    const told = JSON.parse(text(`xgboost/${name}/case.json`)) as {
      xgboost: string;
      params?: { objective?: string; booster?: string };
    };
    for (const file of ['model.json', 'model.ubj', 'xgboost-model', 'model.pkl']) {
      if (!existsSync(join(golden, 'xgboost', name, file))) continue;
      const model = open(`xgboost/${name}/${file}`);
      const { details } = model.describe() as { details: { objective: string; booster: string } };
      for (const [method, expected] of [
        ['predict', 'expected'],
        ['margin', 'expected-margin'],
        ['leaf', 'expected-leaf'],
      ] as const) {
        const path = `xgboost/${name}/${expected}.csv`;
        if (!existsSync(join(golden, path))) continue;
        const difference = differenceOf({ model, method, input: `xgboost/${name}/input.csv`, expected: path });
        addCase(table, `${details.objective} (${details.booster})`, told.xgboost, difference);
      }
    }
  }
  return table;
}

function sklearnCoverage(): Table {
  const table: Table = new Map();
  for (const name of casesIn('sklearn')) {
    const told = JSON.parse(text(`sklearn/${name}/case.json`)) as {
      'scikit-learn': string;
      methods: ModelMethod[];
      header: boolean;
    };
    if (!existsSync(join(golden, 'sklearn', name, 'model.joblib'))) continue;
    const model = open(`sklearn/${name}/model.joblib`);
    const { className } = model.describe().details as { className: string };
    for (const method of told.methods) {
      const place = { input: `sklearn/${name}/input.csv`, expected: `sklearn/${name}/expected-${method}.csv` };
      addCase(
        table,
        className,
        told['scikit-learn'],
        differenceOf({ model, method, ...place, hasHeader: told.header }),
      );
    }
  }
  return table;
}

/** Boosters in pickles and pipelines: a folder a case, as for scikit-learn, of which the first file counts. */
function boosterCoverage(): Table {
  const table: Table = new Map();
  for (const name of casesIn('boosters')) {
    const told = JSON.parse(text(`boosters/${name}/case.json`)) as {
      readonly model: string;
      readonly lightgbm?: string;
      readonly xgboost?: string;
      readonly catboost?: string;
      readonly methods: ModelMethod[];
      readonly header?: boolean;
    };
    const [library, version] = (
      [
        ['LightGBM', told.lightgbm],
        ['XGBoost', told.xgboost],
        ['CatBoost', told.catboost],
      ] as const
    ).find(([, release]) => release !== undefined) ?? ['', ''];
    const model = open(`boosters/${name}/model.pkl`);
    for (const method of told.methods) {
      const place = {
        input: `boosters/${name}/input.csv`,
        expected: `boosters/${name}/expected-${method}.csv`,
        tolerance: 1e-6,
      };
      const difference = differenceOf({ model, method, ...place, hasHeader: told.header === true });
      addCase(table, `${library}: ${told.model}`, version ?? '', difference);
    }
  }
  return table;
}

/**
 * LightGBM and CatBoost: `name.txt` or `name.json`, `name.input.csv` and `name.METHOD.csv` in one folder. Of another
 * version than the newest, names end in it: `binary-2.3`.
 */
function flatCoverage(folder: string, extension: string, kindKey: string, newest: string): Table {
  const table: Table = new Map();
  for (const file of readdirSync(join(golden, folder))
    .filter((name) => name.endsWith(extension))
    .sort()) {
    const name = file.slice(0, -extension.length);
    if (!existsSync(join(golden, folder, `${name}.input.csv`))) continue;
    const model = open(`${folder}/${file}`);
    const details = model.describe().details as Record<string, string>;
    for (const method of ['predict', 'margin', 'leaf'] as const) {
      const expected = `${folder}/${name}.${method}.csv`;
      if (!existsSync(join(golden, expected))) continue;
      const difference = differenceOf({ model, method, input: `${folder}/${name}.input.csv`, expected });
      const kind = (details[kindKey] ?? '').split(' ')[0] || 'not stated';
      addCase(table, kind, /-(\d+\.\d+)$/.exec(name)?.[1] ?? newest, difference);
    }
  }
  return table;
}

const casesIn = (folder: string) =>
  readdirSync(join(golden, folder))
    .filter((name) => existsSync(join(golden, folder, name, 'case.json')))
    .sort();

function tableLines(what: string, table: Table): string[] {
  const rows = [...table].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    `| ${what} | versions | cases | largest relative difference |`,
    '| --- | --- | ---: | ---: |',
    ...rows.map(([kind, { versions, cases, largest }]) => {
      const shown = largest === 0 ? '0' : largest.toExponential(1);
      return `| ${kind} | ${[...versions].sort().join(', ')} | ${cases} | ${shown} |`;
    }),
  ];
}

const page = [
  '# Model files, natively',
  '',
  'Generated by `sh scripts/with-node.sh scripts/generate-docs.ts`: every golden case is scored and compared with the answer of the library that',
  "wrote the model. A case is one method of one file. Differences below 1e-15 of a column's largest number are rounding.",
  '',
  'Indices of libsvm rows count from 0; an absent position is missing to XGBoost and 0 to the others, as to their own readers.',
  '',
  '## XGBoost',
  '',
  'JSON, UBJSON, legacy binary, pickled Booster; `predict`, `margin`, `leaf`. Compared by the text of float32.',
  '',
  ...tableLines('objective (booster)', xgboostCoverage()),
  '',
  '## LightGBM',
  '',
  'The text of `save_model`; `predict`, `margin`, `leaf`. Models of pandas frames keep their categories.',
  '',
  ...tableLines('objective', flatCoverage('lightgbm', '.txt', 'objective', '4.7')),
  '',
  '## CatBoost',
  '',
  'The binary format (`cbm`), the JSON export, and pickles of the library’s classes, which hold the binary format; float and',
  'categorical features (one-hot, and statistics of the target as far as the file holds their tables); `predict`, `margin`.',
  'A pickled `CatBoost`, which is neither classifier nor regressor, predicts raw values.',
  '',
  ...tableLines('loss function', flatCoverage('catboost', '.json', 'lossFunction', '1.2')),
  '',
  '## fastText',
  '',
  '`.bin` of all losses and of word vectors, quantised `.ftz`, and the text of word vectors; `predict` (the best label) and `predict_proba`,',
  'of word vectors `transform`. Equal to fastText 0.9.2 bit for bit: softmax, hierarchical softmax, negative sampling and one against all, with',
  'n-grams of words and of characters, pruned and quantised, of file versions 11 and 12.',
  '',
  '## scikit-learn',
  '',
  'joblib and pickle files, skops archives. Classes inside pipelines and meta-estimators count there; all classes that are',
  'read, and what of each is refused, stand in [sklearn.md](model-coverage/sklearn.md).',
  '',
  ...tableLines('class', sklearnCoverage()),
  '',
  '## Boosters inside pickles',
  '',
  "Pickled Boosters and the libraries' wrappers for scikit-learn, bare and as steps of pipelines; from pickle, joblib and skops.",
  "Of dart, XGBoost's wrapper sums in another order than its Booster, which is what is answered here.",
  'Behind steps that hand on sparse matrices (OneHotEncoder, vectorizers), cells that are not stored are missing to XGBoost, and 0 to the others.',
  "XGBoost's answers are written as the shortest text of a float32, and compared with all digits: differences up to 6e-8 are those of the text.",
  '',
  ...tableLines('library and outermost class', boosterCoverage()),
  '',
  '## ONNX',
  '',
  '`.onnx` files are run by `onnxruntime-node`, which is 290 MB and not installed with Catenary. It is installed by one command',
  '(its install script would fetch CUDA files):',
  '',
  '| Catenary is | run there |',
  '| --- | --- |',
  `| a checkout | \`${installCommand('/catenary')}\`, in the folder of the checkout |`,
  `| a package in \`node_modules\` | \`${installCommand('/node_modules/catenary')}\`, in the folder of your \`package.json\` (\`-g\` as well, if Catenary is installed so) |`,
  '',
  'In a checkout the plain command does not do it: npm 11 leaves optional peers out, and npm 10 removes them at the next `npm ci`.',
  '',
  'One input takes all columns; several that are a column each take theirs by name where rows have names, any others from left to right. `predict` is the first output; a second one beside labels is',
  '`predict_proba`, or `decision_function` and `transform` if it is called scores. `ZipMap` outputs become tensors, in the order',
  'of the labels. Answers are those of ONNX Runtime for Python, mostly in float32; how far a converted model is from the one it',
  "came from is the converter's matter.",
  '',
  '## Names, types and missing cells',
  '',
  'What a cell is, the model says: no other row of a request or a job changes it. Text is UTF-8: a request or a file that is not is refused with its line. CSV has texts, which become numbers where one is',
  "asked for: as Python's `float()` reads them (also `1_000`, and the digits and blanks of any script, which CatBoost does not take), `True` and `true` 1, `False` and `false` 0. JSON has types of its own. Whole numbers",
  'beyond 2^53 keep all digits where they are categories. A header, and objects of JSON, name the columns.',
  '',
  '| family | columns with names | a cell that is a category | missing |',
  '| --- | --- | --- | --- |',
  "| XGBoost | all of the model's and no other, but `qid` of XGBRanker, which is passed over; another order is put right, where the library refuses it | with names, one of those that the file stores (3.1 and later), as text or number; one that is not there is refused, also where XGBoost 3.2 answers with the next one in the alphabet. Without names the code; a text is looked up | pandas' words |",
  "| LightGBM | by place, whatever they are called, as the library does: also objects of JSON in the order of their members | with names, one of `pandas_categorical`, as text, number or boolean; one that is not there is missing. Without names the code; a text that is none is looked up. Where the file does not say which columns the lists belong to, names are refused | pandas' words |",
  "| CatBoost | those that the model uses, by name, among others; a model without names by place | the text of the cell as it stands, also `01`, `1.0`, ` 7` and `nan`; of JSON whole numbers in digits; booleans are 1 and 0, in words too where training had only these two; fractions and null are refused as the library does | of numbers pandas' words and `-`, `Na`, `na`, `NAN`, `Null`, `none`; no category is missing: an empty cell is an empty text |",
  "| scikit-learn | all that it was fitted on and no other; another order is put right, where the library refuses it. ColumnTransformer finds its own among others. Without names in order | among texts the text as it stands, among numbers and booleans the number (as float32 where training had float32); of JSON a text is never a number | pandas' words, unless they are categories; None and NaN are the same |",
  "| ONNX | several inputs of one column each by name among others; a name that is missing is refused, as by the library. Others from left to right | of inputs of text the text as it stands, of integers all digits; one that the input's type does not hold is refused | of floats pandas' words, of texts the empty text; integers and booleans have none |",
  '| SparkML: MLeap bundles and saved pipelines | CSV by position, in the order of the schema; in a file with names, and in JSON by name, those that are needed, among others | the text as it stands, also an empty one and `NA`; a number of JSON as Java writes it (`1`, `1.0`); of longs all digits | null of JSON by name; elsewhere none: an empty cell of a column of numbers is refused, `NaN` is NaN. The schema, else the stages, give types; `true` is no number, and a boolean is `true` in any case of letters, anything else false, as in Java |',
  '| first-party algorithms of AWS | by position, whatever they are called | has none | none: an empty cell is refused, `nan` is NaN, `true` is no number |',
  '',
  "pandas' words for missing are those of `pandas.read_csv`: the empty cell, `NA`, `N/A`, `NaN`, `nan`, `null`, `NULL`, `None`, `<NA>` and so on.",
  "Infinite cells, and those beyond float32, are refused as by XGBoost's DMatrix (1.4 and later; its wrappers of trees take them) and by scikit-learn except for HistGradientBoosting and (1.6 and later) IsolationForest; LightGBM and CatBoost take them.",
  '`sh scripts/with-node.sh scripts/random-cells/compare.ts` holds all of it against the libraries over random rows.',
  '',
  'A header of CSV that has a name twice, or an empty one, has the names that `pandas.read_csv` gives them where the model was trained on such: `a.1` for the second `a`, `Unnamed: 0` for an empty first one (counted from 0). Other names that occur twice are refused.',
  'Transformers of scikit-learn that leave the type of their input (Binarizer, SimpleImputer, selectors, `np.sign` and the like, passed columns) answer integers with integers, `1` and not `1.0`.',
  'The type is that of each row alone, as no row decides about another one: numpy writes a row of integers in one array with a row of doubles as doubles. Beside texts each cell keeps its own type.',
  '',
  '## Refused, by name',
  '',
  '| what | why |',
  '| --- | --- |',
  '| lz4 around joblib files | joblib writes it only with a package of its own; save with `compress=("zlib", 3)` |',
  '| classes outside the table, and options without a reader | the class is named; a script runs in real Python |',
  '| pickles that name any other global | nothing in a file is run; the global is named |',
  '| text and embedding features of CatBoost | not read natively |',
  '| PMML | not read natively; recognised by its name or its outermost element |',
  '| XGBoost `bs64` | given up by XGBoost 0.90 |',
  '| trees with cycles, children out of range, sizes that lie | damaged or hostile: refused before anything is allocated |',
  '',
];
writeFileSync(process.argv[2] ?? join(root, 'docs/model-coverage.md'), page.join('\n'));
