import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { StoredRecordError, storedJson } from '../../../src/serving/records/stored-json.ts';

interface Shelf {
  readonly label: string;
  readonly books: readonly string[];
}

const schema = (): z.ZodType<Shelf> => z.looseObject({ label: z.string(), books: z.array(z.string()) });
const shelf = storedJson({ what: 'shelf', schema });
/** Version 2 has a list where version 1 had one book, version 3 `label` where they had `name`. */
const later = storedJson({
  what: 'shelf',
  schema,
  upgrades: [({ book, ...rest }) => ({ ...rest, books: [book] }), ({ name, ...rest }) => ({ ...rest, label: name })],
});

describe('storedJson()', () => {
  it('writes the version beside the members and gives back the value alone', () => {
    const value = { label: 'a', books: ['b'], Unknown: 1 };
    expect(JSON.parse(shelf.encode(value))).toEqual({ ...value, formatVersion: 1 });
    expect(shelf.decode(shelf.encode(value), 's')).toEqual(value);
    expect(JSON.parse(later.encode(value))).toEqual({ ...value, formatVersion: 3 });
  });

  it('reads text without a version as version 1', () => {
    expect(shelf.decode('{"label":"a","books":[]}', 's')).toEqual({ label: 'a', books: [] });
  });

  it('makes the newest version out of each older one', () => {
    const now = { label: 'a', books: ['b'] };
    expect(later.decode('{"name":"a","book":"b"}', 's')).toEqual(now);
    expect(later.decode('{"name":"a","book":"b","formatVersion":1}', 's')).toEqual(now);
    expect(later.decode('{"name":"a","books":["b"],"formatVersion":2}', 's')).toEqual(now);
    expect(later.decode('{"label":"a","books":["b"],"formatVersion":3}', 's')).toEqual(now);
  });

  it.each([
    [
      '{"formatVersion":2}',
      'was written by a newer version of the server: its format is 2, the newest known here is 1',
    ],
    ['{"formatVersion":0}', 'has no valid formatVersion: 0'],
    ['{"formatVersion":"1"}', 'has no valid formatVersion: "1"'],
    ['{"label":"a","books":["b",3]}', 'cannot be read at books.1'],
    ['[]', 'is not a JSON object'],
    ['null', 'is not a JSON object'],
    ['{', 'is not JSON'],
  ])('refuses %s and names what it is of', (text, reason) => {
    const decode = () => shelf.decode(text, 'us-east-1/mine');
    expect(decode).toThrow(StoredRecordError);
    expect(decode).toThrow(`The stored shelf us-east-1/mine ${reason}`);
  });
});
