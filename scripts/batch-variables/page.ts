import { type BatchVariableRow, batchVariables } from '../../packages/server/src/contract/batch-variables.ts';

const begin = '<!-- variables: written by `sh scripts/with-node.sh scripts/generate-batch-variables.ts` -->';
const end = '<!-- end of variables -->';

/** The page docs/batch.md with its table of variables made anew. Throws if it has no place for one. */
export function withBatchVariables(page: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error('the page has no marks around its table of variables');
  return `${page.slice(0, from + begin.length)}\n\n${variableLines().join('\n')}\n\n${page.slice(to)}`;
}

function variableLines(): string[] {
  const rows = Object.entries(batchVariables).map(
    ([name, row]) => `| \`${name}\` | ${row.values} | ${unset(row).join(', ')} |`,
  );
  return ['| variable | values | default |', '| --- | --- | --- |', ...rows];
}

const unset = ({ default: value, otherwise }: BatchVariableRow) => [
  ...(value === undefined ? [] : [`\`${value}\``]),
  ...(otherwise === undefined ? [] : [otherwise]),
];
