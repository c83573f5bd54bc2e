import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { defineConfig } from 'vitepress';
import { doors } from '../doors.ts';

/** What `copy-pages.ts` brought here. */
const root = resolve(import.meta.dirname, '../.pages');

/** Whether a link leads to a page of the site. */
function isPage(path: string): boolean {
  return path.endsWith('.md') && existsSync(path) && !relative(root, path).startsWith('..');
}

/** Where a link of a page leads on the site; undefined for what is only in the repository (source, figures, folders). */
function targetOf(href: string, page: string): string | undefined {
  if (/^(?:[a-z]+:|#)/.test(href)) return href;
  const [path = '', hash = ''] = href.split('#', 2);
  const file = resolve(dirname(join(root, page)), path);
  const readme = join(file, 'README.md');
  const found = existsSync(file) && statSync(file).isDirectory() && existsSync(readme) ? readme : file;
  if (!isPage(found)) return undefined;
  const link = `/${relative(root, found)}`;
  return hash === '' ? link : `${link}#${hash}`;
}

/** The anchor of a heading, as GitHub writes it: links of the pages hold in both places. */
const slugify = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

interface Token {
  type: string;
  tag: string;
  info: string;
  attrs: [string, string][] | null;
  children: Token[] | null;
  attrGet(name: string): string | null;
  attrSet(name: string, value: string): void;
}

/** No link, for VitePress neither. */
function asSpan(token: Token): void {
  token.type = token.type.replace('link', 'span');
  token.tag = 'span';
  token.attrs = null;
}

/** Links to pages stay links, of others the words; what is typed into a terminal is shown as such. */
function mendTokens(tokens: readonly Token[], page: string): void {
  const open: boolean[] = [];
  for (const token of tokens) {
    // Copied without the prompt.
    if (token.type === 'fence' && token.info === 'console') token.info = 'shell';
    if (token.children !== null) mendTokens(token.children, page);
    if (token.type === 'link_open') {
      const target = targetOf(token.attrGet('href') ?? '', page);
      open.push(target !== undefined);
      if (target === undefined) asSpan(token);
      else token.attrSet('href', target);
    } else if (token.type === 'link_close' && open.pop() === false) asSpan(token);
  }
}

export default defineConfig({
  title: 'Catenary',
  description: "Amazon SageMaker's inference pipelines on your own machine",
  srcDir: '.pages',
  outDir: resolve(import.meta.dirname, '../dist'),
  cacheDir: resolve(import.meta.dirname, '../node_modules/.cache'),
  cleanUrls: false,
  // Rows of a table are read from their first line.
  head: [['style', {}, '.vp-doc td { vertical-align: top }']],
  vite: { logLevel: 'warn' },
  markdown: {
    // `{{ }}` and tags in a page are its text, not a template.
    html: false,
    anchor: { slugify },
    config(md) {
      md.core.ruler.push('links-of-the-repository', (state) => {
        const { relativePath } = state.env as { readonly relativePath: string };
        mendTokens(state.tokens, relativePath);
      });
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: doors.map(({ title, pages }) => ({ text: title, link: `/${pages[0]?.[0]}` })),
    sidebar: doors.map(({ title, pages }) => ({
      text: title,
      items: pages.map(([path, text]) => ({ text, link: `/${path}` })),
    })),
  },
});
