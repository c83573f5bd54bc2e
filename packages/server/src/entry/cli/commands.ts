import type { CliCommand } from './command.ts';
import { describeOptions } from './describe-options.ts';
import { collectModels, collectOperandModels, collectPairs } from './model-flags.ts';
import { describeRequest } from './server/describe-request.ts';
import { describeServer } from './server/describe-server.ts';
import { UsageError } from './usage-error.ts';

/** What every command takes for a model. */
const modelKinds = 'model file, folder, archive (tar.gz, tar, zip), or s3:// address';

/** Every command, in the order of `--help`. */
export function commands(): readonly CliCommand[] {
  const [models, deployed, certified] = [collectModels(), collectOperandModels(), collectOperandModels()];
  return [
    {
      name: 'serve',
      about: 'Serve models, endpoints, transform jobs and buckets to unchanged AWS clients',
      describe: (command) => describeOptions(command).option('--config <file>', 'catenary.yaml'),
      load: async () => (await import('./commands/serve.ts')).serve,
    },
    {
      name: 'env',
      about: 'Print the export lines that point AWS clients at the server: eval "$(catenary env)"',
      describe: (command) => describeOptions(command, ['data']),
      load: async () => (await import('./commands/env.ts')).env,
    },
    {
      name: 'deploy',
      about: 'Upload models and serve them as an endpoint; several models are a chain, in their order',
      describe: (command) =>
        describeServer(
          deployed.describe(command.argument('<name>', 'of the endpoint').argument('[models...]', modelKinds)),
        ).option('--no-wait', 'end as soon as the endpoint is asked for'),
      load: async () => async (options: object, name: string, paths: readonly string[]) => {
        const { deploy } = await import('./commands/deploy.ts');
        await deploy({ ...options, models: deployed.list(paths) }, name);
      },
    },
    {
      name: 'invoke',
      about: 'Ask an endpoint: a file as one request',
      describe: (command) =>
        describeServer(describeRequest(command.argument('<name>', 'of the endpoint'))).option(
          '--output <file>',
          'where the answer goes (default: standard output)',
        ),
      load: async () => (await import('./commands/invoke.ts')).invoke,
    },
    {
      name: 'trace',
      about: 'Show what each container of an endpoint makes of a request',
      describe: (command) => describeServer(describeRequest(command.argument('<name>', 'of the endpoint'))),
      load: async () => (await import('./commands/trace.ts')).trace,
    },
    {
      name: 'status',
      about: 'List endpoints and transform jobs; with a name, describe one endpoint and the times of its containers',
      describe: (command) => describeServer(command.argument('[name]', 'of an endpoint')),
      load: async () => (await import('./commands/status.ts')).status,
    },
    {
      name: 'logs',
      about: 'Print what the containers of an endpoint or transform job have written',
      describe: (command) =>
        describeServer(command.argument('<name>', 'of the endpoint or job'))
          .option('-f, --follow', 'go on with new lines')
          .option('--since <time>', 'only lines of the last 90s, 10m, 2h, 1d'),
      load: async () => (await import('./commands/logs.ts')).logs,
    },
    {
      name: 'delete',
      about: 'Delete an endpoint, with the model and configuration that deploy made for it',
      describe: (command) => describeServer(command.argument('<name>', 'of the endpoint')),
      load: async () => (await import('./commands/delete.ts')).deleteEndpoint,
    },
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
        const { runScore } = await import('./commands/run-score.ts');
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
          .option('--input-filter <path>', 'part of each record that the chain gets, as DataProcessing has it')
          .option('--output-filter <path>', 'part of each joined record that is written')
          .option('--join <source>', 'Input: each answer beside its record')
          .option('--job-env <K=V>', 'environment of the job (CATENARY_BATCH_...); may be repeated', jobEnvironment)
          .option('--config <file>', 'catenary.yaml: images, s3: stores')
          .option('--work <folder>', 'where unfinished work is kept (default: beside the output)')
          .option('--dry-run', 'sample the input and estimate time, memory, output size and bad records to expect');
      },
      load: async () => async (options: object) => {
        const { transform } = await import('./commands/transform.ts');
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
          .option('--config <file>', 'catenary.yaml: s3: stores of models at s3:// addresses'),
      load: async () => async (options: object, paths: readonly string[]) => {
        const { certify } = await import('./commands/certify.ts');
        await certify({ ...options, models: certified.list(paths) } as never);
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
      load: async () => (await import('./commands/inspect.ts')).inspect,
    },
    {
      name: 'demo',
      about: 'Run the whole main job: SparkML, XGBoost and scikit-learn as one chain, real time and batch',
      describe: (command) =>
        command
          .option('--keep', 'leave the server running at the end')
          .option('--data <folder>', 'data folder (default: ~/.catenary/demo)')
          .option('--port <number>', 'port to listen on (default: a free one)'),
      load: async () => (await import('./commands/demo.ts')).demo,
    },
  ];
}
