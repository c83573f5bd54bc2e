import { InvalidArgumentError } from 'commander';

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
  return {
    list: (): readonly ModelFlag[] => models,
    addModel: (path: string) => {
      models.push({ path, environment: {} });
      return path;
    },
    setImage: (image: string) => {
      last('--image').image = image;
      return image;
    },
    setEnvironment: (pair: string) => {
      const equals = pair.indexOf('=');
      if (equals < 1) throw new InvalidArgumentError('It must be NAME=VALUE.');
      last('--env').environment[pair.slice(0, equals)] = pair.slice(equals + 1);
      return pair;
    },
  };
}
