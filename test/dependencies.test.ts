import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Entry {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}

const root = resolve(import.meta.dirname, '..');
const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8')) as Record<string, unknown>;
const locked = Object.entries(read('package-lock.json')['packages'] as Record<string, Entry>).filter(
  ([path, { link }]) => path.includes('node_modules/') && link !== true,
);
const ofTheProduct = locked.filter(([, { dev }]) => dev !== true);
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Licences that what is published may have in it; they stand in its THIRD-PARTY-LICENSES. */
const licences = ['Apache-2.0', 'MIT', 'ISC', '0BSD', 'BSD-3-Clause', '(Apache-2.0 AND BSD-3-Clause)'];

describe('the packages that the product is made of', () => {
  it('are known by their content, and run nothing when they are installed', () => {
    expect(ofTheProduct.length).toBeGreaterThan(50);
    const wrong = ofTheProduct.filter(
      ([, { integrity, hasInstallScript }]) => hasInstallScript === true || integrity?.startsWith('sha512-') !== true,
    );
    expect(wrong.map(([path]) => nameOf(path))).toEqual([]);
  });

  it('have licences that allow it', () => {
    const wrong = ofTheProduct.filter(([, { license = '' }]) => !licences.includes(license));
    expect(wrong.map(([path, { license }]) => `${nameOf(path)}: ${license}`)).toEqual([]);
  });

  it('are named in SECURITY.md, those that are asked for by name, in the versions that are locked', () => {
    const security = readFileSync(join(root, 'SECURITY.md'), 'utf8');
    const asked = Object.entries(read('package.json')['dependencies'] as Record<string, string>);
    const own = Object.keys(read('packages/server/package.json')['dependencies'] as Record<string, string>);
    const wanted = [
      ...asked,
      ...own.filter((name) => !name.startsWith('@catenary/')).map((name) => [name, ''] as const),
    ];
    expect(wanted.length).toBeGreaterThan(15);
    for (const [name, version] of wanted) {
      // Exact, so that an upgrade is a change that somebody looks at.
      if (version !== '') expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      const found = locked.find(([path]) => path === `node_modules/${name}`)?.[1].version;
      expect(security).toContain(`\`${name}\` ${found}`);
    }
  });
});
