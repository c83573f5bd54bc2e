import { type Command, InvalidArgumentError } from 'commander';
import { wrongContainerVariable } from '../../contract/variables.ts';

/** One `--model` with the `--image` and `--env` that follow it. */
export interface ModelFlag {
  readonly path: string;
  image?: string;
  readonly environment: Record<string, string>;
}

/** Collects repeated `--model`, `--image`, `--env`: the last two belong to the `--model` before them. */
export function collectModels() {
  const models: ModelFlag[] = [];
  const last = (flag: string): ModelFlag => {
    const model = models.at(-1);
    if (model === undefined) throw new InvalidArgumentError(`${flag} belongs to the --model before it; there is none.`);
    return model;
  };
  const addModel = (path: string) => {
    models.push({ path, environment: {} });
    return path;
  };
  const setImage = (image: string) => {
    last('--image').image = image;
    return image;
  };
  const setEnvironment = (pair: string) => {
    const [name, value] = readPair(pair);
    last('--env').environment[name] = value;
    const wrong = wrongContainerVariable({ [name]: value });
    if (wrong !== undefined) throw new InvalidArgumentError(wrong);
    return pair;
  };
  return {
    list: (): readonly ModelFlag[] => models,
    /** Adds the three flags to a command; `model` and `about` are what its help says of the first. */
    describe: (command: Command, model: string, about: string): Command =>
      command
        .requiredOption(model, about, addModel)
        .option('--image <name>', 'image of the --model before it (default: found from what is inside)', setImage)
        .option('--env <K=V>', 'environment of the --model before it; may be repeated', setEnvironment),
  };
}

/** Collects a repeated flag of `NAME=VALUE` into one map. */
export function collectPairs() {
  const pairs: Record<string, string> = {};
  return (pair: string): Record<string, string> => {
    const [name, value] = readPair(pair);
    pairs[name] = value;
    return pairs;
  };
}

function readPair(pair: string): readonly [string, string] {
  const equals = pair.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('It must be NAME=VALUE.');
  return [pair.slice(0, equals), pair.slice(equals + 1)];
}
