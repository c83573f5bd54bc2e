import { readFileSync, statSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { describeSystemError } from '../../platform/system/describe-system-error.ts';
import { isObject } from '../../util/is-object.ts';

/** A schema of 10,000 columns takes less. */
const maxBytes = 1_048_576;

const form =
  '{"input": [{"name": "age", "type": "double"}, ...], "output": {"name": "features", "type": "double", "struct": "vector"}}';

/**
 * The value of `SAGEMAKER_SPARKML_SCHEMA` out of the file that `--schema` names: the columns of a SparkML container in AWS's form. Throws
 * `InvalidArgumentError` for what cannot be read or is of another form; names and types are looked at where the model is known.
 */
export function readSchemaFlag(path: string): string {
  const value = parse(path, readText(path));
  if (isObject(value) && Array.isArray(value['input']) && isObject(value['output'])) return JSON.stringify(value);
  const isFrame = isObject(value) && value['type'] === 'struct';
  const what = isFrame
    ? 'the schema of a data frame, which says nothing of the output'
    : 'no schema of a SparkML container';
  throw new InvalidArgumentError(`${path} is ${what}; write ${form}.`);
}

function readText(path: string): string {
  try {
    if (statSync(path).size > maxBytes)
      throw new InvalidArgumentError(`${path} is larger than 1 MiB, which no schema is.`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new InvalidArgumentError(
      code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read: ${describeSystemError(error)}.`,
    );
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidArgumentError(`${path} is not JSON: ${(error as Error).message}.`);
  }
}
