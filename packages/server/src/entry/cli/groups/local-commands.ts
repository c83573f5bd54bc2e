import { Argument, type Command, Option } from 'commander';
import type { CliCommand } from '../command.ts';
import { type ShellName, shellNames } from '../completion/shell-names.ts';
import { collectModels, collectOperandModels, collectPairs } from '../model-flags.ts';
import { modelKinds } from '../model-kinds.ts';
import { UsageError } from '../usage-error.ts';

/** It looks at the program that it is a command of. */
function completionCommand(): CliCommand {
  let self: Command | undefined;
  return {
    name: 'completion',
    about: 'Print the script by which a shell completes commands and flags',
    describe: (command) => {
      self = command.addArgument(new Argument('<shell>', 'that is used').choices(shellNames));
      return self;
    },
    load: async () => async (_flags: object, shell: ShellName) => {
      const { completion } = await import('../commands/completion.ts');
      if (self?.parent) await completion(self.parent, shell);
    },
  };
}

/** Commands that need no server. */
export function localCommands(): readonly CliCommand[] {
  const [models, certified] = [collectModels(), collectOperandModels()];
  return [
    {
      name: 'score',
      about: 'Score a file with a model, or a chain of them, without a server',
      describe: (command) =>
        models
          .describe(command, '--model <file>', `${modelKinds}; give it again for each further container of the chain`)
          .requiredOption('--input <file>', 'request body')
          .requiredOption('--output <file>', 'where the answer goes')
          .option('--content-type <type>', 'media type of the input (default: by its file name)')
          .option('--accept <type>', 'media type wanted')
          .option(
            '--method <name>',
            'of a model file: predict, predict_proba, decision_function, transform, score_samples, margin, leaf',
          )
          .option('--header', 'of a model file: the first line of the CSV names the columns')
          .option(
            '--format <format>',
            '"rows": an MLeap bundle or a saved Spark pipeline over JSON objects, a line each, with an answer for every line',
          )
          .option('--config <file>', 'catenary.yaml: s3: stores of models at s3:// addresses'),
      load: async () => async (options: { readonly format?: string }) => {
        if (options.format !== undefined && options.format !== 'rows')
          throw new UsageError(`--format may be "rows", not "${options.format}".`);
        const { runScore } = await import('../commands/run-score.ts');
        await runScore({ ...options, models: models.list() });
      },
    },
    {
      name: 'transform',
      about: 'Transform whole data sets with a model, or a chain of them, without a server',
      describe: (command) => {
        const jobEnvironment = collectPairs();
        return models
          .describe(
            command,
            '--chain, --model <file>',
            `${modelKinds}; give it again for each further container of the chain`,
          )
          .requiredOption('--input <place>', 'file, folder, or s3:// address of a configured store')
          .requiredOption('--output <place>', 'folder, or s3:// address: <input>.out for each input')
          .option('--content-type <type>', 'media type of the input (default: by its name, else text/csv)')
          .option('--accept <type>', 'media type wanted of the last container')
          .option('--split-type <type>', 'None, Line, RecordIO, TFRecord (default: Line)')
          .option('--assemble-with <type>', 'None, Line (default: Line for lines)')
          .option('--strategy <strategy>', 'MultiRecord, SingleRecord (default: MultiRecord)')
          .option('--compression <type>', 'None, Gzip (default: by the name of each file)')
          .option('--max-payload-mb <number>', 'largest request of foreign containers, 0 is unlimited (default: 6)')
          .option('--max-concurrent <number>', 'requests at once to each chain of foreign containers')
          .option('--instances <number>', 'chains of foreign containers side by side (default: 1)')
          .option('--timeout <seconds>', 'for each answer of foreign containers, 1 to 3600 (default: 600)')
          .option('--retries <number>', 'of what foreign containers fail at, 0 to 3 (default: 3)')
          .option('--input-type <type>', 'S3Prefix, ManifestFile: what an s3:// input is (default: S3Prefix)')
          .option('--input-filter <path>', 'part of each record that the chain gets, as DataProcessing has it')
          .option('--output-filter <path>', 'part of each joined record that is written')
          .option('--join <source>', 'Input: each answer beside its record')
          .option('--job-env <K=V>', 'environment of the job (CATENARY_BATCH_...); may be repeated', jobEnvironment)
          .option('--config <file>', 'catenary.yaml: images, s3: stores')
          .option('--work <folder>', 'where unfinished work is kept (default: beside the output)')
          .option('--only <file>', 'of a folder of files the one with this path below it')
          .option(
            '--engine <engine>',
            'local, spark: a task for each file, by the first of `spark` in catenary.yaml (default: local)',
          )
          .option('--json', 'print JSON')
          .option('--dry-run', 'sample the input and estimate time, memory, output size and bad records to expect');
      },
      load: async () => async (options: object) => {
        const { transform } = await import('../commands/transform.ts');
        await transform({ ...options, models: models.list() } as never);
      },
    },
    {
      name: 'certify',
      about:
        'Compare the answers for a file of rows with expected ones, column by column; exit status 1 if they differ',
      describe: (command) =>
        certified
          .describe(command.argument('[models...]', `${modelKinds}; several are a chain, in their order`))
          .requiredOption('--input <file>', 'rows: CSV, libsvm or JSON Lines')
          .requiredOption(
            '--expected <file>',
            'answers: CSV, or JSON Lines; of bundles over rows by name as --format rows writes them',
          )
          .option('--method <name>', 'of a model file: predict, predict_proba, transform, margin, ...')
          .option('--header', 'of a model file: the first line of the CSV names the columns')
          .option('--tolerance <share>', 'largest relative difference (default: 1e-12, of MLeap bundles 1e-6)')
          .option('--json', 'print JSON')
          .option('--config <file>', 'catenary.yaml: s3: stores of models at s3:// addresses'),
      load: async () => async (options: object, paths: readonly string[]) => {
        const { certify } = await import('../commands/certify.ts');
        await certify({ ...options, models: certified.list(paths) } as never);
      },
    },
    {
      name: 'export',
      about: 'Write a saved Spark pipeline as an MLeap bundle, for the SparkML container of AWS',
      describe: (command) =>
        command
          .argument('<pipeline>', 'that Spark saved: a folder or an archive, also at an s3:// address')
          .addOption(new Option('--format <format>', 'what is written').choices(['mleap']).makeOptionMandatory())
          .requiredOption('-o, --output <file>', 'model.tar.gz to write')
          .option(
            '--schema <file>',
            'JSON with the input columns, as SAGEMAKER_SPARKML_SCHEMA has them, vectors with their "size", or as df.schema.json() of Spark (default: that variable, or schema.json in the archive or beside it)',
          )
          .option('--json', 'print JSON')
          .option('--config <file>', 'catenary.yaml: s3: stores of models at s3:// addresses'),
      load: async () => (await import('../commands/export-model.ts')).exportModel,
    },
    {
      name: 'stream',
      about: 'Score batches of Arrow from standard input, for the Python package catenary-spark',
      describe: (command) =>
        command
          .argument('<models...>', 'archives that the library reads; several are a chain, in their order')
          .option('--method <name>', 'of the last model: predict, predict_proba, transform, margin, ...')
          .option('--outputs <names...>', 'columns of the answer (default: all)'),
      load: async () => async (flags: object, paths: readonly string[]) => {
        const { stream } = await import('../commands/stream.ts');
        await stream({ ...flags, models: paths.map((path) => ({ path })) });
      },
    },
    {
      name: 'inspect',
      about: 'Say what is inside a model: engine, inputs, outputs, ops, trees',
      describe: (command) =>
        command
          .argument('<model>', modelKinds)
          .option('--image <name>', 'describe it as what this image makes of it (default: found from what is inside)')
          .option('--json', 'print JSON')
          .option('--config <file>', 'catenary.yaml: s3: stores of models at s3:// addresses'),
      load: async () => (await import('../commands/inspect.ts')).inspect,
    },
    {
      name: 'demo',
      about: 'Run the whole main job: SparkML, XGBoost and scikit-learn as one chain, real time and batch',
      describe: (command) =>
        command
          .option('--keep', 'leave the server running at the end')
          .option('--data <folder>', 'data folder (default: ~/.catenary/demo)')
          .option('--port <number>', 'port to listen on (default: a free one)'),
      load: async () => (await import('../commands/demo.ts')).demo,
    },
    completionCommand(),
  ];
}
