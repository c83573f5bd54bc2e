import type { CliCommand } from '../command.ts';
import { describeOptions } from '../describe-options.ts';
import { describeLoad } from '../load/describe-load.ts';
import { collectOperandModels } from '../model-flags.ts';
import { modelKinds } from '../model-kinds.ts';
import { describeRequest } from '../server/describe-request.ts';
import { describeServer } from '../server/describe-server.ts';

/** Commands that ask a running server. */
export function clientCommands(): readonly CliCommand[] {
  const deployed = collectOperandModels();
  return [
    {
      name: 'env',
      about: 'Print the export lines that point AWS clients at the server: eval "$(catenary env)"',
      describe: (command) => describeOptions(command, ['data']).option('--json', 'print JSON'),
      load: async () => (await import('../commands/env.ts')).env,
    },
    {
      name: 'deploy',
      about: 'Upload models and serve them as an endpoint; several models are a chain, in their order',
      describe: (command) =>
        describeServer(
          deployed.describe(command.argument('<name>', 'of the endpoint').argument('[models...]', modelKinds)),
        ).option('--no-wait', 'end as soon as the endpoint is asked for'),
      load: async () => async (options: object, name: string, paths: readonly string[]) => {
        const { deploy } = await import('../commands/deploy.ts');
        await deploy({ ...options, models: deployed.list(paths) }, name);
      },
    },
    {
      name: 'invoke',
      about: 'Ask an endpoint: a file as one request',
      describe: (command) =>
        describeServer(describeRequest(command.argument('<name>', 'of the endpoint')))
          .option('--output <file>', 'where the answer goes (default: standard output)')
          .option('--ledger', 'print to standard error where the time of the request went'),
      load: async () => (await import('../commands/invoke.ts')).invoke,
    },
    {
      name: 'trace',
      about: 'Show what each container of an endpoint makes of a request',
      describe: (command) => describeServer(describeRequest(command.argument('<name>', 'of the endpoint'))),
      load: async () => (await import('../commands/trace.ts')).trace,
    },
    {
      name: 'status',
      about: 'List endpoints and transform jobs; with a name, describe one endpoint and the times of its containers',
      describe: (command) => describeServer(command.argument('[name]', 'of an endpoint')),
      load: async () => (await import('../commands/status.ts')).status,
    },
    {
      name: 'metrics',
      about: 'Show requests, failures and times of an endpoint, container by container',
      describe: (command) => describeServer(command.argument('<name>', 'of the endpoint')),
      load: async () => (await import('../commands/metrics.ts')).metrics,
    },
    {
      name: 'load',
      about: 'Send rows to an endpoint at a rate, count times from when each was due, and find the rate that it holds',
      describe: (command) => describeLoad(describeServer(command.argument('<name>', 'of the endpoint'))),
      load: async () => (await import('../commands/load.ts')).load,
    },
    {
      name: 'models',
      about: 'List models with the images of their containers',
      describe: (command) => describeServer(command),
      load: async () => (await import('../commands/models.ts')).models,
    },
    {
      name: 'jobs',
      about: 'List transform jobs, the newest first; with a name, say how far one is',
      describe: (command) => describeServer(command.argument('[name]', 'of a transform job')),
      load: async () => (await import('../commands/jobs.ts')).jobs,
    },
    {
      name: 'logs',
      about: 'Print what the containers of an endpoint or transform job have written; without a name, those of all',
      describe: (command) =>
        describeServer(command.argument('[name]', 'of the endpoint or job'))
          .option('-f, --follow', 'go on with new lines')
          .option('--since <time>', 'only lines of the last 90s, 10m, 2h, 1d')
          .option('--container <container>', 'only lines of this container: 2, or its hostname'),
      load: async () => (await import('../commands/logs.ts')).logs,
    },
    {
      name: 'delete',
      about: 'Delete an endpoint, with the model and configuration that deploy made for it',
      describe: (command) => describeServer(command.argument('<name>', 'of the endpoint')),
      load: async () => (await import('../commands/delete.ts')).deleteEndpoint,
    },
  ];
}
