import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PickleObject } from '../../../src/pickle/pickle-object.ts';
import { PickleTuple } from '../../../src/pickle/pickle-tuple.ts';
import { ScoringError } from '../../../src/scoring-error.ts';
import { loadSklearn } from '../../../src/sklearn/load-sklearn.ts';
import { sklearnGlobals } from '../../../src/sklearn/sklearn-globals.ts';
import { readSkops } from '../../../src/sklearn/skops/read-skops.ts';
import { readModelFile } from '../golden-cases.ts';

/** A zip archive of stored files, by APPNOTE 4.3.7 and 4.3.12. */
function zip(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const title = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(title.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt32LE(crc32(content), 16);
    entry.writeUInt32LE(content.length, 20);
    entry.writeUInt32LE(content.length, 24);
    entry.writeUInt16LE(title.length, 28);
    entry.writeUInt32LE(offset, 42);
    directory.push(entry, title);
    parts.push(local, title, Buffer.from(content));
    offset += 30 + title.length + content.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length / 2, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

const builtin = (name: string) => ({ __class__: name, __module__: 'builtins' });
const json = (value: string) => ({ ...builtin('str'), __loader__: 'JsonNode', content: value });
const read = (schema: object) =>
  readSkops(zip({ 'schema.json': Buffer.from(JSON.stringify({ protocol: 2, ...schema })) }), sklearnGlobals(), 1 << 20);

describe('readSkops()', () => {
  it('reads values as Python wrote them', () => {
    const values = ['"text"', '1.5', 'true', 'null', 'NaN', '-Infinity', '9007199254740993'];
    const list = read({ ...builtin('tuple'), __loader__: 'TupleNode', content: values.map(json) });
    expect((list as PickleTuple).items).toEqual([
      'text',
      1.5,
      true,
      null,
      Number.NaN,
      -Infinity,
      9007199254740993n, // 2^53 + 1, which no double is
    ]);
  });

  it('gives keys the types they had', () => {
    const types = ['int64', 'int64'].map((name) => ({ __class__: name, __module__: 'numpy', __loader__: 'TypeNode' }));
    const dict = read({
      ...builtin('dict'),
      __loader__: 'DictNode',
      key_types: { ...builtin('list'), __loader__: 'ListNode', content: types },
      content: { '0': json('"a"'), '1': json('"b"') },
    });
    expect(dict).toEqual(
      new Map([
        [0, 'a'],
        [1, 'b'],
      ]),
    );
  });

  it('reads slices by their ends', () => {
    const slice = read({ ...builtin('slice'), __loader__: 'SliceNode', content: { start: 'a', stop: 3, step: null } });
    expect((slice as PickleObject).constructorArguments).toEqual(['a', 3, null]);
  });

  it.each([
    ['a class of the user', { __class__: 'Evil', __module__: '__main__', __loader__: 'ObjectNode' }, '__main__.Evil'],
    ['a function', { __class__: 'system', __module__: 'os', __loader__: 'FunctionNode' }, 'os.system'],
    [
      'a function of protocol 0',
      { protocol: 0, __class__: 'f', __loader__: 'FunctionNode', content: { module_path: 'os', function: 'popen' } },
      'os.popen',
    ],
    ['a type', { __class__: 'Popen', __module__: 'subprocess', __loader__: 'TypeNode' }, 'subprocess.Popen'],
    [
      'a bound method',
      {
        __class__: 'Ridge',
        __module__: 'sklearn.linear_model._ridge',
        __loader__: 'MethodNode',
        content: { func: 'fit' },
      },
      'Ridge.fit',
    ],
    ['an operator', { __class__: 'attrgetter', __module__: 'operator', __loader__: 'OperatorFuncNode' }, 'attrgetter'],
    ['an unknown node', { ...builtin('object'), __loader__: 'EvalNode' }, 'EvalNode'],
    ['a later protocol', { protocol: 3, ...json('1') }, 'protocol 3'],
  ])('refuses %s by name', (_what, schema, name) => {
    expect(() => read(schema)).toThrow(expect.objectContaining({ code: 'unsupported_model' }));
    expect(() => read(schema)).toThrow(name);
  });

  it('refuses nodes deeper than any model has them', () => {
    let node: object = json('1');
    for (let depth = 0; depth < 300; depth++) node = { ...builtin('list'), __loader__: 'ListNode', content: [node] };
    expect(() => read(node)).toThrow('256 deep');
  });

  it('refuses an array whose file is not there', () => {
    const node = { __class__: 'ndarray', __module__: 'numpy', __loader__: 'NdArrayNode', type: 'numpy', file: '1.npy' };
    expect(() => read(node)).toThrow('has no file "1.npy"');
  });

  it('refuses an array of pickled objects', () => {
    const header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n";
    const npy = Buffer.concat([Buffer.from([0x93]), Buffer.from('NUMPY\x01\x00'), Buffer.from([header.length, 0])]);
    const node = { __class__: 'ndarray', __module__: 'numpy', __loader__: 'NdArrayNode', type: 'numpy', file: 'a.npy' };
    const schema = Buffer.from(JSON.stringify({ protocol: 2, ...node }));
    const file = zip({ 'schema.json': schema, 'a.npy': Buffer.concat([npy, Buffer.from(header)]) });
    expect(() => readSkops(file, sklearnGlobals(), 1 << 20)).toThrow('Python objects');
  });
});

describe('a damaged archive', () => {
  const file = readModelFile('forms-1.9', 'model.skops');

  it('is refused wherever it is cut off', () => {
    for (let end = 4; end < file.length; end += 997) {
      expect(() => loadSklearn(file.subarray(0, end))).toThrow(ScoringError);
    }
  });

  it('is refused or read, and never ends otherwise, whatever byte is changed', () => {
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.nat(255), (at, byte) => {
        const copy = Uint8Array.from(file);
        copy[at] = byte;
        try {
          loadSklearn(copy);
        } catch (error) {
          expect(error).toBeInstanceOf(ScoringError);
        }
      }),
      { numRuns: 150 },
    );
  });
});
