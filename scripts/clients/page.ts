import { type ClientTest, clients, clientTests } from '../../packages/server/test/support/client-features.ts';

const heads = {
  clients: '| client | pointed here by |',
  features: '| client | feature | here | test |',
};

/** docs/clients.md with the tables of what clients were run and what came of it. */
export const withClients = (page: string): string =>
  withTable(withTable(page, heads.clients, clientRows()), heads.features, featureRows());

const clientRows = () => Object.entries(clients).map((cells) => `| ${cells.join(' | ')} |`);

/** By client, in the order of their own table. */
const featureRows = () =>
  Object.keys(clients).flatMap((client) =>
    Object.values(clientTests)
      .filter((test) => test.client === client)
      .flatMap(rowsOf),
  );

function rowsOf({ client, file, title, passed = [], refused = {} }: ClientTest): string[] {
  // What is not the same everywhere (where to get it from, which of several) is no part of the name.
  const name = title.replace(/,? by %s/, '').replace(/ \(needs [^)]*\)$/, '');
  const row = (feature: string, here: string) => `| ${client} | ${feature} | ${here} | \`${file}\`: ${name} |`;
  const refusals = Object.entries(refused).map(([call, [code, sentence]]) =>
    row(call.startsWith('`') ? call : codeIn(call), `refused: ${code === '' ? '' : `${code}: `}${sentence}`),
  );
  return [...Object.values(passed).map((feature) => row(feature, 'passed')), ...refusals];
}

/** The call as code; what is said besides stays text. */
function codeIn(call: string): string {
  const [name = '', ...more] = call.split(', ');
  return [/^\w+$/.test(name) ? `\`${name}\`` : name, ...more].join(', ');
}

function withTable(page: string, head: string, rows: readonly string[]): string {
  const lines = page.split('\n');
  const at = lines.indexOf(head);
  if (at < 0) throw new Error(`The page has no table that begins with ${head}`);
  const end = lines.findIndex((line, row) => row > at && !line.startsWith('|'));
  return [...lines.slice(0, at + 2), ...rows, ...lines.slice(end)].join('\n');
}
