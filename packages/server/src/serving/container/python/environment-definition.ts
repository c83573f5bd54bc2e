import type { Enclosure } from '../process/enclosure.ts';
import type { PythonInterpreter } from './python-interpreter.ts';
import type { Requirements } from './requirements.ts';

/** What a Python environment is made of, and where. */
export interface EnvironmentDefinition {
  /** The interpreter that the environment is made from. */
  readonly python: PythonInterpreter;
  /** pip's words for what AWS's image brings, such as `scikit-learn==1.9.*`. */
  readonly packages: readonly string[];
  readonly requirements: Requirements;
  /** Where pip runs: paths in requirements.txt are relative to it. */
  readonly codeDirectory: string;
  readonly enclosure?: Enclosure;
  /** Environments of all stages are kept here, one directory each. */
  readonly directory: string;
  readonly onLog: (line: string) => void;
  /** Gets what is being done, in words: `downloading numpy 2.3.1 (16.6 MB)`. */
  readonly onProgress?: ((doing: string) => void) | undefined;
  readonly signal: AbortSignal;
}
