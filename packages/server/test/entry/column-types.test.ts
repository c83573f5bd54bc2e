import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vector } from '@catenary/scoring/internal/frame';
import { afterAll, describe, expect, it } from 'vitest';
import { readColumnTypes, withTypes } from '../../src/entry/cli/column-types.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-types-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const schemaOf = (type: string) => JSON.stringify({ input: [{ name: 'x', type, struct: 'basic' }] });
const filesOf = (text?: string) => new Map(text === undefined ? [] : [['schema.json', Buffer.from(text)]]);
const float = { base: 'float', shape: 'scalar', nullable: true } as const;
const double = { ...float, base: 'double' } as const;

describe('readColumnTypes', () => {
  const model = join(folder, 'bundle.zip');
  writeFileSync(join(folder, 'schema.json'), schemaOf('float'));

  it('reads the schema beside a bundle, in it, or of the environment, the last first', async () => {
    const environment = { SAGEMAKER_SPARKML_SCHEMA: schemaOf('long') };
    const found = [
      await readColumnTypes(model, filesOf(), {}),
      await readColumnTypes(model, filesOf(schemaOf('int')), {}),
      await readColumnTypes(model, filesOf(schemaOf('int')), environment),
    ];
    expect(found.map((types) => types.get('x')?.base)).toEqual(['float', 'int', 'long']);
  });

  it.each([
    '',
    '[',
    '{"input": 1}',
    '{"input": [1, {"name": "x"}, {"name": "x", "type": "text"}]}',
    '{"type": "object"}',
  ])('learns nothing from %j', async (text) => {
    expect((await readColumnTypes(model, filesOf(text), {})).size).toBe(0);
  });
});

describe('withTypes', () => {
  it('changes bases, but no shapes', () => {
    const schema = {
      fields: [
        { name: 'x', type: double },
        { name: 'v', type: vector(2) },
      ],
    };
    const types = new Map([
      ['x', float],
      ['v', float],
      ['other', float],
    ]);
    expect(withTypes(schema, types)?.fields.map(({ type }) => type)).toEqual([float, vector(2)]);
    expect(withTypes(schema, new Map([['x', double]]))).toBeUndefined();
  });
});
