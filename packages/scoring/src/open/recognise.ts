import { type Algorithm, algorithmOf } from '../aws/algorithm-of.ts';
import { findLibrary } from '../model-file/find-library.ts';
import { findModelFile } from '../model-file/find-model-file.ts';
import type { Library } from '../model-file/libraries.ts';
import type { ModelFiles } from '../model-files.ts';
import { ScoringError } from '../scoring-error.ts';
import { savedPipelineFolder } from '../spark/from-spark-save/saved-pipeline-folder.ts';
import { defined } from '../util/defined.ts';

/** What is found of an artifact of any kind. */
interface Found {
  /** The file that shows it, or the model's folder ('' for the top). */
  readonly path: string;
  /** Why it is this, a sentence for people. */
  readonly reason: string;
}

/** Kind of artifact → what is known of one. */
interface Kinds extends Readonly<Record<ArtifactKind, Found>> {
  /** A pipeline or model that Spark ML saved; `path` is its folder. */
  readonly 'spark-save': Found;
  /** A bundle of MLeap; `path` is that of its `bundle.json`. */
  readonly 'mleap-bundle': Found;
  /** A model that a Python script loads; `path` is the script's. */
  readonly script: Found;
  /** Files that AWS's XGBoost container loads for their name and place, all of them together; `path` is the first. */
  readonly 'xgboost-archive': Found & { readonly paths: readonly string[] };
  /** One of AWS's own algorithms. */
  readonly 'aws-algorithm': Found & { readonly algorithm: Algorithm };
  /** One model file of a library. */
  readonly 'model-file': Found & { readonly library: Library };
  readonly onnx: Found;
  /** A JavaScript or TypeScript module that answers requests; `path` is the module's. */
  readonly function: Found;
  /** Several models as one. */
  readonly ensemble: Found;
  /** Rules of a file without code. */
  readonly rules: Found;
}

export type ArtifactKind =
  | 'spark-save'
  | 'mleap-bundle'
  | 'ensemble'
  | 'rules'
  | 'function'
  | 'script'
  | 'xgboost-archive'
  | 'aws-algorithm'
  | 'model-file'
  | 'onnx';

/** An artifact recognised as one of the kinds. */
export type Recognised<Kind extends ArtifactKind = ArtifactKind> = {
  readonly [Of in Kind]: { readonly kind: Of } & Kinds[Of];
}[Kind];

/** As the container of functions looks for its module. */
const handlerName = /^(?:code\/)?handler\.(?:m?ts|m?js)$/;

/** The script that AWS's containers run comes first. */
const scriptNames = [/^code\/inference\.py$/, /^code\/.*\.py$/, /\.py$/];

/**
 * Kind → how its artifacts are recognised, in the order in which they are looked for: what names all of an artifact
 * comes before what is one file of it, and a script before the files that it loads.
 */
const recognisers: { readonly [Kind in ArtifactKind]: (files: ModelFiles) => Kinds[Kind] | undefined } = {
  'spark-save': recogniseSave,
  'mleap-bundle': (files) => byName(files, [/(^|\/)bundle\.json$/], 'is the head of an MLeap bundle'),
  ensemble: (files) => byName(files, [/^ensemble\.yaml$/], 'says how models become one'),
  rules: (files) => byName(files, [/^rules\.yaml$/], 'holds rules'),
  function: (files) => byName(files, [handlerName], 'is a module that answers requests'),
  script: (files) => byName(files, scriptNames, 'is a Python script, which loads the model itself'),
  'xgboost-archive': recogniseXgboostArchive,
  'aws-algorithm': recogniseAlgorithm,
  'model-file': recogniseModelFile,
  onnx: recogniseOnnx,
};

const artifactKinds = Object.keys(recognisers) as readonly ArtifactKind[];

/**
 * What an artifact is: the first of the `kinds` that its files show, in the recognisers' order. Undefined if they show
 * none. Nothing is loaded. Throws `ScoringError`: `unsupported_model` if several files could be the model, `bad_model`
 * for a damaged compression.
 */
export function recognise<Kind extends ArtifactKind = ArtifactKind>(
  files: ModelFiles,
  kinds: readonly Kind[] = artifactKinds as readonly Kind[],
): Recognised<Kind> | undefined {
  for (const kind of artifactKinds) {
    if (!kinds.includes(kind as Kind)) continue;
    const found = recognisers[kind](files);
    if (found !== undefined) return { kind, ...found } as Recognised as Recognised<Kind>;
  }
  return undefined;
}

/** The first file of a name that fits the first of the patterns that any file's name fits. */
function byName(files: ModelFiles, patterns: readonly RegExp[], what: string): Found | undefined {
  const paths = [...files.keys()];
  for (const pattern of patterns) {
    const path = paths.find((name) => pattern.test(name));
    if (path !== undefined) return { path, reason: `${path} ${what}` };
  }
  return undefined;
}

function recogniseSave(files: ModelFiles): Found | undefined {
  const path = savedPipelineFolder(files);
  if (path === undefined) return undefined;
  return { path, reason: `${path === '' ? '' : `${path}/`}metadata/part-* is what Spark ML saves of a model` };
}

function recogniseXgboostArchive(files: ModelFiles): Kinds['xgboost-archive'] | undefined {
  const atTop = [...files.keys()].filter((name) => !name.includes('/') && !name.startsWith('.'));
  const paths = atTop.filter((name) => name.includes('xgboost-model'));
  const [path] = paths;
  if (path === undefined) return undefined;
  return { path, paths, reason: `${path} has the name that models for AWS's XGBoost container have` };
}

/** Jobs on several hosts leave a file of each; the first host's is the model. */
function recogniseAlgorithm(files: ModelFiles): Kinds['aws-algorithm'] | undefined {
  const [path] = [...files.keys()].filter((name) => /^model_algo-\d+$/.test(name)).sort();
  const found = path === undefined ? undefined : algorithmOf(defined(files.get(path)));
  if (path === undefined || found === undefined) return undefined;
  return { path, algorithm: found.algorithm, reason: `${path} ${found.reason}` };
}

function recogniseModelFile(files: ModelFiles): Kinds['model-file'] | undefined {
  const found = findModelFile(files);
  if (found === undefined) return undefined;
  const { path, library, reason } = found;
  return { path, library, reason: `${path} ${reason}` };
}

function recogniseOnnx(files: ModelFiles): Found | undefined {
  const [found, ...others] = [...files.keys()].flatMap((path) => onnxOf(path) ?? []);
  if (found === undefined || others.length === 0) return found;
  const paths = [found, ...others].map(({ path }) => path).join(', ');
  throw new ScoringError('unsupported_model', `Several files could be the model: ${paths}.`);
}

function onnxOf(path: string): Found | undefined {
  return path.endsWith('.onnx') ? { path, reason: `${path} is named as models of ONNX are` } : undefined;
}

/**
 * What a file is that is named as the model itself, whatever its name is. Undefined if it is no model; throws
 * `ScoringError` for a damaged compression.
 */
export function recogniseFile(path: string, bytes: Uint8Array): Recognised<'model-file' | 'onnx'> | undefined {
  const onnx = onnxOf(path);
  if (onnx !== undefined) return { kind: 'onnx', ...onnx };
  const found = findLibrary(path, bytes);
  if (found === undefined) return undefined;
  return { kind: 'model-file', path, library: found.library, reason: `${path} ${found.reason}` };
}
