import { createRequire } from 'node:module';
import { join, resolve, sep } from 'node:path';
import { ScoringError } from '@catenary/scoring/internal/frame';

/** The version that this was written against; others of 1.x have the same interface. */
const VERSION = '1.30.0';

/** Where a checkout has the runtime: no other `npm` command of the checkout touches it. */
const OWN_PLACE = '.tools/onnx';

/** Values of a tensor in `onnxruntime-node`, by its element type. */
export type TensorData = ArrayLike<number | bigint> | readonly string[];

export interface OnnxTensor {
  readonly type: string;
  readonly location?: 'cpu';
  readonly data: ArrayLike<number | bigint | string | boolean>;
  readonly dims: readonly number[];
}

/** What a model says of one of its inputs or outputs; a name in `shape` stands for a length that is free. */
export interface OnnxValueInfo {
  readonly name: string;
  readonly isTensor: boolean;
  readonly type?: string;
  readonly shape?: readonly (number | string)[];
}

export interface OnnxSession {
  readonly inputMetadata: readonly OnnxValueInfo[];
  readonly outputMetadata: readonly OnnxValueInfo[];
  run(feeds: Readonly<Record<string, OnnxTensor>>, fetches: readonly string[]): Promise<Record<string, OnnxTensor>>;
  release(): Promise<void>;
}

/** As much of `onnxruntime-node` as is used; the package is not installed with ours, so its types are not at hand. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: Readonly<Record<string, unknown>>): Promise<OnnxSession>;
  };
  readonly Tensor: new (type: string, data: TensorData, dims: readonly number[]) => OnnxTensor;
}

const packageFolder = resolve(import.meta.dirname, '../../../..');
/** The folder of Catenary itself: a checkout, or the package among others in `node_modules`. */
const ownFolder = isAmongPackages(packageFolder) ? packageFolder : resolve(packageFolder, '../..');

/**
 * The command that installs the runtime. The package names it as an optional peer, so in a checkout a plain `npm install` leaves it
 * out (npm 11) or the next `npm ci` removes it (npm 10): there it has a folder of its own.
 */
export function installCommand(folder = ownFolder): string {
  const place = isAmongPackages(folder) ? '' : `--prefix ${OWN_PLACE} `;
  return `npm install --ignore-scripts ${place}onnxruntime-node@${VERSION}`;
}

/**
 * ONNX Runtime, which is 290 MB and therefore installed only where there are ONNX models. It is searched where
 * `installCommand` puts it: in a folder of its own, then where Node searches for packages, `NODE_PATH` included. Throws
 * `ScoringError` `unsupported_model` with the command that installs it.
 */
export function importOnnxRuntime(folder = ownFolder): OnnxRuntime {
  try {
    return createRequire(join(folder, OWN_PLACE, 'package.json'))('onnxruntime-node') as OnnxRuntime;
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND';
    const where = isAmongPackages(folder) ? 'in the folder of your package.json' : 'in the folder of the checkout';
    throw new ScoringError(
      'unsupported_model',
      isMissing
        ? `ONNX models are run by onnxruntime-node, which is not installed. Run ${where}: ${installCommand(folder)}`
        : `onnxruntime-node cannot be loaded: ${(error as Error).message}`,
    );
  }
}

function isAmongPackages(folder: string): boolean {
  return folder.split(sep).includes('node_modules');
}
