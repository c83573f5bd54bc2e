import { type Command, InvalidArgumentError } from 'commander';
import { type CliCommand, cliCommand, lazily } from '../command.ts';
import { modelKinds } from '../model-kinds.ts';

/** A name of an endpoint or a job, as AWS has them: it also is a part of an address. */
function checkName(name: string): string {
  if (/^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/.test(name)) return name;
  throw new InvalidArgumentError('It must be 1 to 63 letters, digits and hyphens between them.');
}

const ofEndpoint = (command: Command) => command.argument('<name>', 'of the endpoint', checkName);
const flagsOfClients = async () => (await import('../flags/client-flags.ts')).clientFlags;
const flagsOfServer = async () => (await import('../flags/server-flags.ts')).serverFlags;

/** Commands that ask a running server. */
export function clientCommands(): readonly CliCommand[] {
  const deployed = lazily(async () => (await import('../model-flags.ts')).collectOperandModels());
  return [
    cliCommand({
      name: 'env',
      about: 'Print the export lines that point AWS clients at the server: eval "$(catenary env)"',
      flags: async () => (await flagsOfClients()).env,
      load: async () => (await import('../commands/env.ts')).env,
    }),
    cliCommand({
      name: 'deploy',
      about: 'Upload models and serve them as an endpoint; several models are a chain, in their order',
      describe: async (command) => (await deployed()).describe(ofEndpoint(command).argument('[models...]', modelKinds)),
      flags: async () => (await flagsOfClients()).deploy,
      load: async () => {
        const [{ deploy }, models] = [await import('../commands/deploy.ts'), await deployed()];
        return (flags, name: string, paths: readonly string[]) =>
          deploy({ ...flags, models: models.list(paths) }, name);
      },
    }),
    cliCommand({
      name: 'invoke',
      about: 'Ask an endpoint: a file as one request',
      describe: ofEndpoint,
      flags: async () => (await flagsOfClients()).invoke,
      load: async () => (await import('../commands/invoke.ts')).invoke,
    }),
    cliCommand({
      name: 'trace',
      about: 'Show what each container of an endpoint makes of a request',
      describe: ofEndpoint,
      flags: async () => (await flagsOfClients()).trace,
      load: async () => (await import('../commands/trace.ts')).trace,
    }),
    cliCommand({
      name: 'status',
      about: 'List endpoints and transform jobs; with a name, describe one endpoint and the times of its containers',
      describe: (command) => command.argument('[name]', 'of an endpoint', checkName),
      flags: flagsOfServer,
      load: async () => (await import('../commands/status.ts')).status,
    }),
    cliCommand({
      name: 'metrics',
      about: 'Show requests, failures and times of an endpoint, container by container',
      describe: ofEndpoint,
      flags: flagsOfServer,
      load: async () => (await import('../commands/metrics.ts')).metrics,
    }),
    cliCommand({
      name: 'load',
      about: 'Send rows to an endpoint at a rate, count times from when each was due, and find the rate that it holds',
      describe: ofEndpoint,
      flags: async () => (await flagsOfClients()).load,
      load: async () => (await import('../commands/load.ts')).load,
    }),
    cliCommand({
      name: 'models',
      about: 'List models with the images of their containers',
      flags: flagsOfServer,
      load: async () => (await import('../commands/models.ts')).models,
    }),
    cliCommand({
      name: 'jobs',
      about: 'List transform jobs, the newest first; with a name, say how far one is',
      describe: (command) => command.argument('[name]', 'of a transform job', checkName),
      flags: flagsOfServer,
      load: async () => (await import('../commands/jobs.ts')).jobs,
    }),
    cliCommand({
      name: 'logs',
      about: 'Print what the containers of an endpoint or transform job have written; without a name, those of all',
      describe: (command) => command.argument('[name]', 'of the endpoint or job', checkName),
      flags: async () => (await flagsOfClients()).logs,
      load: async () => (await import('../commands/logs.ts')).logs,
    }),
    cliCommand({
      name: 'delete',
      about: 'Delete an endpoint, with the model and configuration that deploy made for it',
      describe: ofEndpoint,
      flags: flagsOfServer,
      load: async () => (await import('../commands/delete.ts')).deleteEndpoint,
    }),
  ];
}
