import { type Command, InvalidArgumentError } from 'commander';
import { wrongContainerVariable } from '../../contract/variables.ts';
import { addFlags } from './flags/add-flags.ts';
import { declareFlag } from './flags/declare-flag.ts';
import type { FlagTable } from './flags/flag.ts';
import { readPair } from './flags/pairs-flag.ts';
import { readSchemaFlag } from './read-schema-flag.ts';
import { UsageError } from './usage-error.ts';

const schemaVariable = 'SAGEMAKER_SPARKML_SCHEMA';

/** One `--model` with the `--image`, `--schema` and `--env` that follow it. */
export interface ModelFlag {
  readonly path: string;
  image?: string;
  /** The file of `--schema`, whose text is in the environment. */
  schema?: string;
  readonly environment: Record<string, string>;
}

/** Collects repeated `--model`, `--image`, `--schema`, `--env`: the last three belong to the `--model` before them. */
export function collectModels() {
  const models: ModelFlag[] = [];
  const last = (flag: string): ModelFlag => {
    const model = models.at(-1);
    if (model === undefined) throw new InvalidArgumentError(`${flag} belongs to the --model before it; there is none.`);
    return model;
  };
  const add = (path: string) => {
    if (path === '') throw new InvalidArgumentError('It names a model.');
    models.push({ path, environment: {} });
    return path;
  };
  return {
    list: (): readonly ModelFlag[] => models,
    add,
    /** Adds the four flags to a command; `flag` and `about` are the first's. */
    describe: (command: Command, flag: string, about: string): Command =>
      addFlags(command, {
        model: declareFlag.required({ ...declareFlag.text(flag, about), add }),
        ...flagsBehind('the --model before it', last),
      }),
  };
}

/**
 * As `collectModels`, for a command whose models are operands: `--image`, `--schema` and `--env` mean the only one. A chain whose models
 * need them is given by `--model` instead.
 */
export function collectOperandModels() {
  const flags = collectModels();
  const only: ModelFlag = { path: '', environment: {} };
  let isUsed = false;
  const target = () => {
    isUsed ||= flags.list().length === 0;
    return flags.list().at(-1) ?? only;
  };
  return {
    list(paths: readonly string[]): readonly ModelFlag[] {
      const models = flags.list();
      if (models.length > 0 && paths.length > 0) throw new UsageError('Name all models by --model, or none of them.');
      if (models.length > 0 || !isUsed)
        return models.length > 0 ? models : paths.map((path) => ({ path, environment: {} }));
      const [path] = paths;
      if (paths.length !== 1 || path === undefined)
        throw new UsageError('Of several models, name each by --model, and its --image, --schema and --env behind it.');
      return [{ ...only, path }];
    },
    describe: (command: Command): Command =>
      addFlags(command, {
        model: { ...declareFlag.text('--model <file>', aboutOperand), add: flags.add },
        ...flagsBehind('the model', target),
      }),
  };
}

const aboutOperand = 'a model of the chain, as an operand; --image, --schema and --env behind it are its own';

/** The three flags that say more of a model; `modelOf` finds it when the named flag is read. */
function flagsBehind(model: string, modelOf: (flag: string) => ModelFlag): FlagTable {
  const setImage = (image: string) => {
    modelOf('--image').image = image;
    return image;
  };
  return {
    image: { ...declareFlag.text('--image <name>', `image of ${model}`, 'found from what is inside'), add: setImage },
    schema: {
      ...declareFlag.text('--schema <file>', `JSON with the columns (${schemaVariable}) of ${model}`),
      add: (file) => addSchema(modelOf('--schema'), file),
    },
    env: {
      ...declareFlag.text('--env <K=V>', `environment of ${model}; may be repeated`),
      add: (pair) => addVariable(modelOf('--env'), pair),
    },
  };
}

function addSchema(model: ModelFlag, file: string): string {
  model.schema = file;
  return addVariable(model, `${schemaVariable}=${readSchemaFlag(file)}`);
}

function addVariable(model: ModelFlag, pair: string): string {
  const [name, value] = readPair(pair);
  if (name === schemaVariable && model.environment[name] !== undefined)
    throw new InvalidArgumentError(`${schemaVariable} is given twice; --schema sets it.`);
  model.environment[name] = value;
  const wrong = wrongContainerVariable({ [name]: value });
  if (wrong !== undefined) throw new InvalidArgumentError(wrong);
  return pair;
}
