/** Copies the pages of the repository to `.pages`, where VitePress reads them beside its own packages. */
import { cpSync, globSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const target = join(import.meta.dirname, '.pages');

rmSync(target, { recursive: true, force: true });
for (const page of globSync(['*.md', 'docs/**/*.md', 'examples/**/README.md', 'packages/*/README.md'], { cwd: root }))
  cpSync(join(root, page), join(target, page));
cpSync(join(import.meta.dirname, 'index.md'), join(target, 'index.md'));
