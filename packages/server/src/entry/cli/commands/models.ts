import { Semaphore } from '../../../util/semaphore.ts';
import type { ServerFlags } from '../flags/server-flags.ts';
import { printResult } from '../print-result.ts';
import { connect } from '../server/connect.ts';
import { type Item, listAll } from '../server/list-all.ts';
import { showDate } from '../server/show-date.ts';
import { showTable } from '../server/show-table.ts';

/** A list has no images, so each model is asked for: this many at once. */
const atOnce = 16;

/** A container of DescribeModel. */
interface Container {
  readonly Image?: string;
  readonly ModelPackageName?: string;
}

/** `catenary models`: the models of the server, with the images of their containers. */
export async function models(flags: ServerFlags): Promise<void> {
  const client = await connect(flags);
  const listed = await listAll(client, { operation: 'ListModels', member: 'Models' });
  const turns = new Semaphore(atOnce);
  const described = await Promise.all(
    listed.map(({ ModelName }) => turns.run(() => client.operation('DescribeModel', { ModelName }))),
  );
  printResult(flags, { models: described }, () => showModels(described));
}

function showModels(described: readonly Item[]): string {
  if (described.length === 0) return 'no models';
  const lines = described.map((model) => {
    const chain = containersOf(model).map(({ Image, ModelPackageName }) => Image ?? ModelPackageName ?? '');
    return [String(model.ModelName), showDate(model.CreationTime), chain.join(' -> ')];
  });
  return showTable([['model', 'made', 'containers'], ...lines], 120);
}

function containersOf({ PrimaryContainer, Containers }: Item): readonly Container[] {
  return PrimaryContainer === undefined ? (Containers as readonly Container[]) : [PrimaryContainer as Container];
}
