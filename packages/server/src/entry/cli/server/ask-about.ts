import type { ApiClient } from '../api-client.ts';
import { CommandError } from '../command.ts';
import { ifThere } from './if-there.ts';

/** A name this far from the one that was typed is another one: letters to add, drop or change. */
const nearestEdits = 3;

/** Calls the API about an endpoint; if none of this name answers, the error says why, or which there are. */
export async function askAbout<Answer extends object>(
  client: ApiClient,
  name: string,
  call: () => Promise<Answer>,
): Promise<Answer> {
  const answer = await ifThere(call());
  if (answer !== undefined) return answer;
  const own = await ifThere(client.operation('DescribeEndpoint', { EndpointName: name }));
  if (own !== undefined) throw new CommandError(describeUnready(name, own));
  const { Endpoints } = await client.operation('ListEndpoints', { MaxResults: 100 });
  const names = (Endpoints as { EndpointName: string }[]).map(({ EndpointName }) => EndpointName);
  throw new CommandError(`There is no endpoint ${name}. ${describeOthers(name, names)}`);
}

function describeUnready(name: string, { EndpointStatus, FailureReason }: Readonly<Record<string, unknown>>): string {
  const status = `The endpoint ${name} is ${String(EndpointStatus)}`;
  return FailureReason === undefined
    ? `${status} and answers nothing: wait until catenary status ${name} says InService.`
    : `${status}: ${String(FailureReason)}`;
}

function describeOthers(name: string, names: readonly string[]): string {
  const near = names.filter((other) => countEdits(name, other) <= nearestEdits);
  if (near.length > 0) return `Did you mean ${near.join(' or ')}?`;
  if (names.length === 0) return 'There are none yet: catenary deploy makes one.';
  return `There are: ${names.slice(0, 10).join(', ')}${names.length > 10 ? ', ...' : ''}.`;
}

/** The Levenshtein distance. */
function countEdits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let index = 0; index < from.length; index++) {
    const next = [index + 1];
    for (let at = 1; at <= to.length; at++) {
      const [left = 0, above = 0, before = 0] = [next[at - 1], row[at], row[at - 1]];
      next.push(Math.min(left + 1, above + 1, before + (to[at - 1] === from[index] ? 0 : 1)));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
