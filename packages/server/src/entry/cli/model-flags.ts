import { type Command, InvalidArgumentError } from 'commander';
import { wrongContainerVariable } from '../../contract/variables.ts';
import { readPair } from './flags/pairs-flag.ts';
import { readSchemaFlag } from './read-schema-flag.ts';
import { UsageError } from './usage-error.ts';

const schemaVariable = 'SAGEMAKER_SPARKML_SCHEMA';
const aboutSchema = `JSON with the columns (${schemaVariable})`;

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
  const addModel = (path: string) => {
    models.push({ path, environment: {} });
    return path;
  };
  const setImage = (image: string) => {
    last('--image').image = image;
    return image;
  };
  const setSchema = (file: string) => addSchema(last('--schema'), file);
  const setEnvironment = (pair: string) => addVariable(last('--env'), pair);
  return {
    list: (): readonly ModelFlag[] => models,
    add: addModel,
    /** Adds the four flags to a command; `model` and `about` are what its help says of the first. */
    describe: (command: Command, model: string, about: string): Command =>
      command
        .requiredOption(model, about, addModel)
        .option('--image <name>', 'image of the --model before it (default: found from what is inside)', setImage)
        .option('--schema <file>', `${aboutSchema} of the --model before it`, setSchema)
        .option('--env <K=V>', 'environment of the --model before it; may be repeated', setEnvironment),
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
      command
        .option(
          '--model <file>',
          'a model of the chain, as an operand; --image, --schema and --env behind it are its own',
          flags.add,
        )
        .option('--image <name>', 'image of the model (default: found from what is inside)', (image: string) => {
          target().image = image;
          return image;
        })
        .option('--schema <file>', `${aboutSchema} of the model`, (file: string) => addSchema(target(), file))
        .option('--env <K=V>', 'environment of the model; may be repeated', (pair: string) =>
          addVariable(target(), pair),
        ),
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
