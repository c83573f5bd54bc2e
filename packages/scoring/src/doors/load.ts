import { decompress } from '../formats/compression/decompress.ts';
import { isPickle } from '../formats/is-pickle.ts';
import { isZip } from '../formats/is-zip.ts';
import { isTar, readTarFiles } from '../formats/tar-files.ts';
import { ZipEntries } from '../formats/zip-entries.ts';
import { findLibrary } from '../model-file/find-library.ts';
import type { Library } from '../model-file/libraries.ts';
import type { ModelFiles } from '../model-files.ts';
import { type Recognised, recognise } from '../open/recognise.ts';
import { ScoringError } from '../scoring-error.ts';
import type { Semantics } from '../spark/semantics.ts';
import { defined } from '../util/defined.ts';
import { present } from '../util/present.ts';
import { type EngineOptions, pipelineKinds } from './engine-options.ts';
import { aCount, aFlag, expectOptions, oneOf } from './expect-options.ts';
import type { InputTypes } from './input-types.ts';
import type { Model } from './model.ts';
import { asScoringError } from './only-scoring-errors.ts';
import { isCompressed, MAX_BYTES, zipFiles } from './open-archive.ts';
import { readSource, type Source } from './read-source.ts';

/** How a model is loaded. Options that concern another format than that of the model are not used. */
export interface LoadOptions extends EngineOptions {
  /** Most bytes that the source may have, and most that it may expand to. @default 2 ** 30 */
  readonly maxBytes?: number;
  /** Of MLeap: whose answers where MLeap and Spark differ. @default 'mleap' */
  readonly semantics?: Semantics;
  /** Of XGBoost: predict as this version of the library would, such as `1.7`. Default: the one that wrote the file. */
  readonly version?: string;
  /** Of MLeap and Spark: the columns that rows will have, and their types. Default: as the pipeline needs them. */
  readonly input?: InputTypes;
  /** Of MLeap and Spark: the columns wanted. Default: all that are made. */
  readonly outputs?: readonly string[];
  /** Of Spark: SQL's ANSI mode. Default: that of the Spark that saved the pipeline. */
  readonly ansi?: boolean;
}

/** Kinds of artifacts that are models without more around them. */
const kinds = ['spark-save', 'mleap-bundle', 'xgboost-archive', 'aws-algorithm', 'model-file', 'onnx'] as const;

/**
 * Loads a model of any format, recognised by its bytes: a file, a zip or tar archive (also compressed), or the files of an opened one. It fetches
 * nothing (pass `await fetch(url)`) and evaluates nothing; the reader of a format is imported when it is needed.
 * Rejects with `ScoringError` alone: `bad_model` for a damaged or hostile file, `unsupported_model` for what is not
 * read, `wrong_type` for what is no source.
 *
 * @example
 * const model = await load(await fetch('model.tar.gz'));
 */
export async function load(source: Source, options?: LoadOptions): Promise<Model> {
  try {
    const { boosters: _boosters, ...kinds_ } = pipelineKinds;
    const checked = expectOptions(options, {
      ...kinds_,
      maxBytes: aCount,
      semantics: oneOf('mleap', 'spark'),
      version: { what: 'a text such as "1.7"', fits: (value) => typeof value === 'string' },
      ansi: aFlag,
    });
    const given = await readSource(source, checked.maxBytes ?? MAX_BYTES);
    return await (given.kind === 'files'
      ? openFiles(given.files, checked)
      : openBytes(given.name, given.bytes, checked));
  } catch (error) {
    throw asScoringError('bad_model', error);
  }
}

async function openBytes(name: string, bytes: Uint8Array, options: LoadOptions): Promise<Model> {
  const { maxBytes = MAX_BYTES } = options;
  if (isZip(bytes)) {
    const entries = new ZipEntries(bytes, maxBytes);
    return isSkops(entries) ? openLibrary('scikit-learn', bytes, options) : openFiles(zipFiles(entries), options);
  }
  const plain = isCompressed(bytes) ? decompress(bytes, maxBytes) : bytes;
  if (isTar(plain)) return openFiles(readTarFiles(plain), options);
  const found = findLibrary(name === '' ? 'model' : name, plain) ?? findLibrary('model', plain);
  if (found !== undefined) return openLibrary(found.library, found.bytes, options);
  return openUnmarked(plain, options);
}

/** Archives of skops have their schema at the top; so has no bundle of MLeap. */
const isSkops = (entries: ZipEntries) => entries.has('schema.json') && !entries.has('bundle.json');

/** XGBoost's legacy binary has no mark: what is no text may be one. */
async function openUnmarked(bytes: Uint8Array, options: LoadOptions): Promise<Model> {
  const isText = bytes.subarray(0, 64).every((byte) => byte >= 9 && byte < 127);
  const begin = JSON.stringify(String.fromCharCode(...bytes.subarray(0, 24)));
  const unknown = new ScoringError(
    'unsupported_model',
    bytes.length === 0
      ? 'The source is empty.'
      : `No model is known that begins with ${begin}; read are XGBoost, LightGBM, CatBoost, scikit-learn, fastText, MLeap and Spark, alone or in an archive.`,
  );
  if (isText) throw unknown;
  try {
    return await openLibrary('xgboost', bytes, options);
  } catch {
    throw unknown;
  }
}

async function openFiles(files: ModelFiles, options: LoadOptions): Promise<Model> {
  const found = recognise(files, kinds);
  if (found === undefined) {
    const names = [...files.keys()].slice(0, 20).join(', ');
    throw new ScoringError(
      'unsupported_model',
      `None of the files is a model that is read: ${names || 'there are none'}.`,
    );
  }
  return openFound(found, files, options);
}

async function openFound(
  found: Recognised<(typeof kinds)[number]>,
  files: ModelFiles,
  options: LoadOptions,
): Promise<Model> {
  const { engine, semantics, input, outputs, ansi } = options;
  switch (found.kind) {
    case 'mleap-bundle': {
      const { loadMleap } = await import('./load-mleap.ts');
      const hasBooster = [...files.keys()].some((path) => path.endsWith('xgboost.model'));
      const boosters = hasBooster ? { xgboost: (await import('./load-xgboost.ts')).loadXgboost } : undefined;
      return loadMleap(files, present({ engine, semantics, input, outputs, boosters }));
    }
    case 'spark-save': {
      const { loadSpark } = await import('./load-spark.ts');
      const { loadXgboost: xgboost } = await import('./load-xgboost.ts');
      const { loadLightgbm: lightgbm } = await import('./load-lightgbm.ts');
      return loadSpark(files, present({ engine, input, outputs, ansi, boosters: { xgboost, lightgbm } }));
    }
    case 'xgboost-archive':
      if (found.paths.length > 1)
        throw new ScoringError(
          'unsupported_model',
          `Several files are models: ${found.paths.join(', ')}. Load one of them.`,
        );
      return openLibrary('xgboost', defined(files.get(found.path)), options);
    case 'model-file':
      return openLibrary(found.library, defined(files.get(found.path)), options);
    case 'aws-algorithm':
    case 'onnx':
      throw new ScoringError('unsupported_model', `${found.reason}; the library does not read it, the server does.`);
  }
}

async function openLibrary(library: Library, bytes: Uint8Array, options: LoadOptions): Promise<Model> {
  const { engine, version, maxBytes } = options;
  const isPickled = isPickle(bytes) || isCompressed(bytes);
  switch (library) {
    case 'xgboost': {
      if (isPickled)
        return (await import('./open-pickled-xgboost.ts')).openPickledXgboost(bytes, present({ engine, version }));
      return (await import('./load-xgboost.ts')).loadXgboost(bytes, present({ engine, version }));
    }
    case 'lightgbm': {
      if (bytes[0] === 0x80 || bytes[0] === 0x63)
        return (await import('./open-pickled-lightgbm.ts')).openPickledLightgbm(bytes, present({ engine }));
      return (await import('./load-lightgbm.ts')).loadLightgbm(bytes, present({ engine }));
    }
    case 'catboost': {
      if (isPickled)
        return (await import('./open-pickled-catboost.ts')).openPickledCatboost(bytes, present({ engine }));
      return (await import('./load-catboost.ts')).loadCatboost(bytes, present({ engine }));
    }
    case 'scikit-learn':
      return (await import('./load-sklearn.ts')).loadSklearn(bytes, present({ engine, maxBytes }));
    case 'fasttext':
      return (await import('./load-fasttext.ts')).loadFasttext(bytes, present({ engine }));
  }
}
