import { type Frame, ScoringError } from '@catenary/scoring/internal/frame';
import {
  denseFrame,
  type FileModel,
  inSlice,
  type ModelFacts,
  type ModelMethod,
  noMethod,
  sliceFrame,
} from '@catenary/scoring/internal/models';
import { own } from '@catenary/scoring/internal/names';
import { dropZipMaps } from './drop-zip-maps.ts';
import { checkInputs, makeFeeds } from './feed.ts';
import {
  importOnnxRuntime,
  type OnnxRuntime,
  type OnnxSession,
  type OnnxTensor,
  type OnnxValueInfo,
} from './onnx-runtime.ts';
import { hasRowsElsewhere, tensorAnswer } from './tensor-answer.ts';
import { exactTypes } from './tensor-values.ts';

/**
 * An ONNX model as model files are; unlike theirs, its answers come as promises. The computing is the
 * runtime's own: mostly float32, whatever the library that the model came from had.
 */
export class OnnxModel implements FileModel<Promise<Frame>> {
  readonly library = 'ONNX';
  readonly columnNames: readonly string[] | undefined;
  readonly takesTexts: boolean;
  readonly readsCells: boolean;
  readonly methods: readonly ModelMethod[];
  readonly #runtime: OnnxRuntime;
  readonly #session: OnnxSession;
  readonly #outputs: ReadonlyMap<ModelMethod, string>;

  constructor(runtime: OnnxRuntime, session: OnnxSession) {
    this.#runtime = runtime;
    this.#session = session;
    const { inputMetadata: inputs } = session;
    checkInputs(inputs);
    this.columnNames = inputs.length > 1 ? inputs.map(({ name }) => name) : undefined;
    this.readsCells = inputs.some(({ type }) => exactTypes.has(type));
    this.takesTexts = inputs.length === 1 && inputs[0]?.type === 'string';
    this.#outputs = outputsByMethod(session.outputMetadata);
    this.methods = [...this.#outputs.keys()];
  }

  /** Throws `ScoringError` for a method it has not, and for rows that the model cannot take. */
  async call(method: ModelMethod, frame: Frame): Promise<Frame> {
    const output = this.#outputs.get(method);
    if (output === undefined) throw noMethod('ONNX', method, this.methods);
    const rows = denseFrame(frame);
    const batch = this.#batchRows(rows.rowCount);
    const answers: OnnxTensor[] = [];
    for (let start = 0; start < rows.rowCount; start += batch) {
      const slice = rows.rowCount === batch ? rows : sliceFrame(rows, start, start + batch);
      answers.push(await this.#run(slice, start, output));
    }
    if (answers.length === 0) throw new ScoringError('wrong_size', 'The input has no rows; at least one is needed.');
    const declared = this.#session.outputMetadata.find(({ name }) => name === output)?.shape ?? [];
    return tensorAnswer(answers, batch, hasRowsElsewhere(declared));
  }

  describe(): ModelFacts {
    const { inputMetadata: inputs, outputMetadata: outputs } = this.#session;
    return {
      lines: [
        'ONNX model, run by onnxruntime-node',
        `  methods ${this.methods.join(', ')}`,
        ...inputs.map((input) => `  input ${describeValue(input)}`),
        ...outputs.map((output) => `  output ${describeValue(output)}`),
      ],
      details: { methods: this.methods, inputs, outputs },
    };
  }

  close(): Promise<void> {
    return this.#session.release();
  }

  async #run(rows: Frame, start: number, output: string): Promise<OnnxTensor> {
    const feeds = inSlice(start, () => makeFeeds(this.#runtime, this.#session.inputMetadata, rows));
    try {
      return own(await this.#session.run(feeds, [output]), output) as OnnxTensor;
    } catch (error) {
      throw new ScoringError('bad_input', `The ONNX model could not be run: ${firstLine(error)}`);
    }
  }

  /** A model may have been exported for this many rows exactly. */
  #batchRows(rows: number): number {
    const fixed = this.#session.inputMetadata[0]?.shape?.[0];
    if (typeof fixed !== 'number' || fixed < 1) return Math.max(1, rows);
    if (rows % fixed === 0) return fixed;
    throw new ScoringError('wrong_size', `The ONNX model takes ${fixed} rows at once, and the input has ${rows}.`);
  }
}

/**
 * Opens the bytes of a `.onnx` file. Throws `ScoringError`: `unsupported_model` if the runtime is not installed or cannot
 * run the model (with its own words), `bad_model` if the file is damaged.
 */
export async function openOnnx(model: Uint8Array, runtime: OnnxRuntime = importOnnxRuntime()): Promise<OnnxModel> {
  const plain = dropZipMaps(model);
  try {
    // One thread: the server runs as many requests at once as there are processors.
    const options = { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 4 };
    return new OnnxModel(runtime, await runtime.InferenceSession.create(plain, options));
  } catch (error) {
    if (error instanceof ScoringError) throw error;
    throw new ScoringError('unsupported_model', `ONNX Runtime cannot load the model: ${firstLine(error)}`);
  }
}

/**
 * Which output answers which method. Classifiers have a label and numbers for each class, outlier detectors and clusterings a
 * label and scores, as the converters of scikit-learn, LightGBM and XGBoost name them; of any other model the first output
 * is what it predicts.
 */
function outputsByMethod(outputs: readonly OnnxValueInfo[]): Map<ModelMethod, string> {
  const tensors = outputs.filter(({ isTensor }) => isTensor);
  const [first, second] = tensors;
  if (first === undefined)
    throw new ScoringError('unsupported_model', 'The ONNX model has no output that is a tensor.');
  const methods = new Map<ModelMethod, string>([['predict', first.name]]);
  const isLabel = first.type === 'string' || first.type === 'int64';
  if (!isLabel) return methods.set('transform', first.name);
  if (second === undefined) return methods;
  if (!/score|decision/i.test(second.name)) return methods.set('predict_proba', second.name);
  return methods.set('decision_function', second.name).set('transform', second.name);
}

function describeValue({ name, type, shape = [] }: OnnxValueInfo): string {
  return `${name}: ${type ?? 'no tensor'} [${shape.map((length) => (length === '' ? 'any' : length)).join(', ')}]`;
}

const firstLine = (error: unknown) =>
  String((error as Error).message)
    .split('\n', 1)[0]
    ?.slice(0, 300);
