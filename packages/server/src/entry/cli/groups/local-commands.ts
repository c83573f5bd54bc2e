import { Argument, type Command } from 'commander';
import { type CliCommand, cliCommand, lazily } from '../command.ts';
import { type ShellName, shellNames } from '../completion/shell-names.ts';
import { modelKinds } from '../model-kinds.ts';

/** It looks at the program that it is a command of. */
function completionCommand(): CliCommand {
  let self: Command | undefined;
  return cliCommand({
    name: 'completion',
    about: 'Print the script by which a shell completes commands and flags',
    describe: (command) => {
      self = command.addArgument(new Argument('<shell>', 'that is used').choices(shellNames));
      return self;
    },
    flags: async () => ({}),
    load: async () => async (_flags: object, shell: ShellName) => {
      const { completion } = await import('../commands/completion.ts');
      if (self?.parent) await completion(self.parent, shell);
    },
  });
}

const flagsOfLocal = async () => (await import('../flags/local-flags.ts')).localFlags;
const aboutModel = `${modelKinds}; give it again for each further container of the chain`;

/** Commands that answer or compare rows with the models of a chain. */
function chainCommands(): readonly CliCommand[] {
  const chain = lazily(async () => (await import('../model-flags.ts')).collectModels());
  const certified = lazily(async () => (await import('../model-flags.ts')).collectOperandModels());
  return [
    cliCommand({
      name: 'score',
      about: 'Score a file with a model, or a chain of them, without a server',
      describe: async (command) => (await chain()).describe(command, '--model <file>', aboutModel),
      flags: async () => (await flagsOfLocal()).score,
      load: async () => {
        const [{ runScore }, models] = [await import('../commands/run-score.ts'), await chain()];
        return (flags) => runScore({ ...flags, models: models.list() });
      },
    }),
    cliCommand({
      name: 'transform',
      about: 'Transform whole data sets with a model, or a chain of them, without a server',
      describe: async (command) => (await chain()).describe(command, '--chain, --model <file>', aboutModel),
      flags: async () => (await import('../flags/transform-flags.ts')).transformFlags,
      load: async () => {
        const [{ transform }, models] = [await import('../commands/transform.ts'), await chain()];
        return (flags) => transform({ ...flags, models: models.list() });
      },
    }),
    cliCommand({
      name: 'certify',
      about:
        'Compare the answers for a file of rows with expected ones, column by column; exit status 1 if they differ',
      describe: async (command) =>
        (await certified()).describe(
          command.argument('[models...]', `${modelKinds}; several are a chain, in their order`),
        ),
      flags: async () => (await flagsOfLocal()).certify,
      load: async () => {
        const [{ certify }, models] = [await import('../commands/certify.ts'), await certified()];
        return (flags, paths: readonly string[]) => certify({ ...flags, models: models.list(paths) });
      },
    }),
  ];
}

/** Commands that need no server. */
export function localCommands(): readonly CliCommand[] {
  return [
    ...chainCommands(),
    cliCommand({
      name: 'export',
      about: 'Write a saved Spark pipeline as an MLeap bundle, for the SparkML container of AWS',
      describe: (command) =>
        command.argument('<pipeline>', 'that Spark saved: a folder or an archive, also at an s3:// address'),
      flags: async () => (await flagsOfLocal()).export,
      load: async () => (await import('../commands/export-model.ts')).exportModel,
    }),
    cliCommand({
      name: 'stream',
      about: 'Score batches of Arrow from standard input, for the Python package catenary-spark',
      describe: (command) =>
        command.argument('<models...>', 'archives that the library reads; several are a chain, in their order'),
      flags: async () => (await flagsOfLocal()).stream,
      load: async () => {
        const { stream } = await import('../commands/stream.ts');
        return (flags, paths: readonly string[]) => stream({ ...flags, models: paths.map((path) => ({ path })) });
      },
    }),
    cliCommand({
      name: 'task',
      about: 'Transform one object of a job that Spark carries out: the task of a worker, from standard input',
      flags: async () => ({}),
      load: async () => (await import('../commands/task.ts')).task,
    }),
    cliCommand({
      name: 'inspect',
      about: 'Say what is inside a model: engine, inputs, outputs, ops, trees',
      describe: (command) => command.argument('<model>', modelKinds),
      flags: async () => (await flagsOfLocal()).inspect,
      load: async () => (await import('../commands/inspect.ts')).inspect,
    }),
    cliCommand({
      name: 'demo',
      about: 'Run the whole main job: SparkML, XGBoost and scikit-learn as one chain, real time and batch',
      flags: async () => (await flagsOfLocal()).demo,
      load: async () => (await import('../commands/demo.ts')).demo,
    }),
    completionCommand(),
  ];
}
