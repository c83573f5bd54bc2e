import type { Option } from '../../packages/server/src/entry/options/option.ts';
import { optionTable } from '../../packages/server/src/entry/options/server-options.ts';

const begin = '<!-- options: written by `sh scripts/with-node.sh scripts/generate-configuration.ts` -->';
const end = '<!-- end of options -->';

/** The page docs/configuration.md with its table of options made anew. Throws if it has no place for one. */
export function withOptions(page: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error('the page has no marks around its table of options');
  return `${page.slice(0, from + begin.length)}\n\n${optionLines().join('\n')}\n\n${page.slice(to)}`;
}

function optionLines(): string[] {
  const rows = Object.entries(optionTable).filter(([, row]) => row.isForTests !== true);
  return [
    '| catenary.yaml | environment | flag | may be | default | what it is |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map(([name, row]) => `| ${cells(name, row).join(' | ')} |`),
  ];
}

function cells(name: string, row: Option<unknown>): string[] {
  const names = [name, row.environment?.[0], row.flag?.split(' ')[0]];
  const shownDefault = row.defaultText ?? `\`${String(row.default)}\``;
  return [
    ...names.map((each) => (each === undefined ? '' : `\`${each}\``)),
    row.schema.must.replace(/^a text that is not empty$/, 'a text'),
    shownDefault.replace(/^~.*$/, '`$&`'),
    row.doc,
  ];
}
