import { CommandError } from '../command.ts';
import type { ServerFlags } from '../flags/server-flags.ts';
import { printResult } from '../print-result.ts';
import { askAbout } from '../server/ask-about.ts';
import { connect } from '../server/connect.ts';
import { readFigures, type Times, type VariantFigures } from '../server/read-figures.ts';
import { showMicros } from '../server/show-micros.ts';
import { showTable } from '../server/show-table.ts';

/** `catenary metrics`: requests, failures and times of an endpoint, container by container. */
export async function metrics(flags: ServerFlags, name: string): Promise<void> {
  const client = await connect(flags);
  const { variants } = await askAbout(client, name, () => readFigures(client, name));
  if (variants.length === 0)
    throw new CommandError(`The endpoint ${name} is not in service yet: catenary status ${name} says what it does.`);
  printResult(flags, { endpoint: name, variants }, () => variants.map(showVariant).join('\n\n'));
}

const heading = ['container', 'answered', 'failed', 'mean', 'p50', 'p99', 'ready'];

function showVariant({ name, containers, chain, total, multiModel }: VariantFigures): string {
  const lines = containers.map((times) => {
    const { replicas } = times;
    return [
      times.hostname,
      ...figures(times),
      replicas === undefined ? '' : `${replicas.readyCount} of ${replicas.count}`,
    ];
  });
  const table = showTable([
    heading,
    ...lines,
    ['the chain itself', ...figures(chain), ''],
    ['all', ...figures(total), ''],
  ]);
  return [`variant ${name}`, table, ...(multiModel === undefined ? [] : [showModels(multiModel)])].join('\n');
}

function figures(times: Times & { readonly failures?: number }): string[] {
  const micros = [times.meanMicros, times.p50Micros, times.p99Micros].map((value) => showMicros(times, value));
  return [String(times.count), times.failures === undefined ? '' : String(times.failures), ...micros];
}

function showModels({
  loadedModels,
  modelCacheHits,
  modelCacheMisses,
  failedLoads,
}: Readonly<Record<string, unknown>>) {
  const loaded = (loadedModels as readonly string[]).join(', ');
  return `models loaded: ${loaded || 'none'}; ${String(modelCacheHits)} hits, ${String(modelCacheMisses)} misses, ${String(failedLoads)} failed`;
}
