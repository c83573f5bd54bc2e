import type { MistakeGroup } from './mistake.ts';

/** What was said for each mistake, by what was done. */
export type Sayings = ReadonlyMap<string, string>;

const head = `# What you may see

Mistakes, and what is said of them: what is wrong, where, and what to do. No mistake leaves anything behind, and none ends a server.
\`sh scripts/with-node.sh scripts/generate-what-you-may-see.ts\` makes each of them on a real server or command and writes this
page; the tests make them again and compare. Numbers of processes and free ports are examples, and so is the folder \`/home/me\`.
`;

/** docs/what-you-may-see.md. */
export function mistakesPage(groups: readonly MistakeGroup[], sayings: Sayings): string {
  const sections = groups.map(({ title, mistakes }) => {
    const rows = mistakes.map(({ done }) => `| ${done} | ${asCode(sayings.get(done) ?? '')} |\n`);
    return `\n## ${title}\n\n| done | said |\n| --- | --- |\n${rows.join('')}`;
  });
  return head + sections.join('');
}

/** What the page says of each mistake. */
export function readMistakesPage(page: string): Sayings {
  const rows = page.split('\n').flatMap((line): [string, string][] => {
    const [, done, said] = /^\| (.*?) \| `+ ?(.*?) ?`+ \|$/.exec(line) ?? [];
    return done === undefined || said === undefined ? [] : [[done, said.replaceAll('\\|', '|')]];
  });
  return new Map(rows);
}

/** Text with backquotes needs two of them around it. */
function asCode(text: string): string {
  const escaped = text.replaceAll('|', '\\|');
  return escaped.includes('`') ? `\`\` ${escaped} \`\`` : `\`${escaped}\``;
}
