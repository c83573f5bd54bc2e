import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globalTable, joinTables } from '../../src/pickle/global-table.ts';
import { inertClass } from '../../src/pickle/inert-class.ts';
import { numpyGlobals } from '../../src/pickle/numpy/numpy-globals.ts';
import { PickleObject } from '../../src/pickle/pickle-object.ts';
import { PickleTuple } from '../../src/pickle/pickle-tuple.ts';
import { pythonGlobals } from '../../src/pickle/python-globals.ts';
import { readPickle } from '../../src/pickle/read-pickle.ts';
import { ScoringError } from '../../src/scoring-error.ts';

const allow = joinTables(pythonGlobals(), numpyGlobals(), globalTable({ 'xgboost.core Booster': inertClass }));
const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const read = (text: string) => readPickle(latin1(text), { allow });

function refusal(text: string | Uint8Array): { code: string; message: string } {
  try {
    readPickle(typeof text === 'string' ? latin1(text) : text, { allow });
  } catch (error) {
    if (error instanceof ScoringError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('was read');
}

/** SHORT_BINUNICODE */
const text = (value: string) => `\x8c${String.fromCharCode(value.length)}${value}`;

describe('readPickle() of hostile pickles', () => {
  it.each([
    ['os.system by GLOBAL', "cos\nsystem\n(S'id'\ntR.", 'os.system'],
    ['posix.system by INST', "(S'id'\niposix\nsystem\n.", 'posix.system'],
    [
      'builtins.eval by STACK_GLOBAL',
      `\x80\x04${text('builtins')}${text('eval')}\x93${text('1')}\x85R.`,
      'builtins.eval',
    ],
    ['builtins.getattr', `\x80\x04${text('builtins')}${text('getattr')}\x93.`, 'builtins.getattr'],
    ['subprocess by OBJ', '(csubprocess\nPopen\no.', 'subprocess.Popen'],
    ['names with dots', `\x80\x04${text('numpy')}${text('core.os.system')}\x93.`, 'numpy.core.os.system'],
    ['a name through the memo', `\x80\x04${text('os')}\x940${text('system')}\x940h\x00h\x01\x93.`, 'os.system'],
    ['an object property name', 'cconstructor\n__proto__\n.', 'constructor.__proto__'],
    ['numpy.f2py', 'cnumpy.f2py.crackfortran\nmyeval\n.', 'numpy.f2py.crackfortran.myeval'],
  ])('refuses %s by name', (_title, pickle, name) => {
    expect(refusal(pickle)).toMatchObject({
      code: 'unsupported_model',
      message: expect.stringContaining(`asks for ${name},`),
    });
  });

  it('names a global in one short printable line', () => {
    const { message } = refusal(`c${'a'.repeat(5000)}\x1b[31m\nb\n.`);
    expect(message.length).toBeLessThan(250);
    expect(message).toMatch(/^[\x20-\x7e]*$/);
  });

  it.each([
    ['a call of a class that may only be named', 'cbuiltins\nobject\n(tR.', 'unsupported_model'],
    ['a persistent id', 'Pfile\n.', 'unsupported_model'],
    ['an extension code', '\x82\x01.', 'unsupported_model'],
    ['an out-of-band buffer', '\x80\x05\x97.', 'unsupported_model'],
    ['keyword arguments', '\x80\x04cxgboost.core\nBooster\n)}K\x01K\x02s\x92.', 'unsupported_model'],
    ['a protocol to come', '\x80\x06N.', 'unsupported_model'],
    ['a call of a number', 'K\x01)R.', 'bad_model'],
    ['a state for a list', ']}b.', 'bad_model'],
    ['a memo index never stored', 'h\x05.', 'bad_model'],
    ['an empty stack', '.', 'bad_model'],
    ['a stack with two values', 'NN.', 'bad_model'],
    ['a mark left', '(N.', 'bad_model'],
    ['TUPLE without a mark', 'Nt.', 'bad_model'],
    ['an unknown opcode', '\xff.', 'bad_model'],
    ['no STOP', 'N', 'bad_model'],
    ['a frame longer than the file', '\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\xffN.', 'bad_model'],
    ['a text longer than the file', '\x8d\x00\x00\x00\x00\x01\x00\x00\x00a.', 'bad_model'],
    ['bytes of a negative length', 'B\xff\xff\xff\xff.', 'bad_model'],
    ['text that is not UTF-8', '\x8c\x02\xc3\x28.', 'bad_model'],
    ['an overlong UTF-8 form', '\x8c\x02\xc0\x80.', 'bad_model'],
    ['a dict with a key only', '}(K\x01u.', 'bad_model'],
    ['a decimal int of 100,000 digits', `L${'9'.repeat(100_000)}L\n.`, 'bad_model'],
    ['a binary int of a million bytes', `\x8b\x40\x42\x0f\x00${'\x01'.repeat(1_000_000)}.`, 'bad_model'],
  ])('refuses %s', (_title, pickle, code) => {
    expect(refusal(pickle).code).toBe(code);
  });

  it('refuses arrays that claim more than their bytes', () => {
    // numpy.core.numeric._frombuffer(b'', dtype('f8'), (2**30,), 'C')
    const dtype = '\x8c\x02f8\x85\x52(K\x03\x8c\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb';
    const pickle = `cnumpy.core.numeric\n_frombuffer\n(C\x00cnumpy\ndtype\n${dtype}J\x00\x00\x00\x40\x85\x8c\x01CtR.`;
    expect(refusal(pickle)).toMatchObject({ code: 'bad_model', message: expect.stringContaining('another size') });
  });

  it('refuses empty arrays with so many rows that going through them takes minutes', () => {
    // The same, of the shape (2**30, 0): 2^30 rows of no columns are no bytes.
    const dtype = '\x8c\x02f8\x85\x52(K\x03\x8c\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb';
    const shaped = (shape: string) =>
      `cnumpy.core.numeric\n_frombuffer\n(C\x00cnumpy\ndtype\n${dtype}${shape}\x8c\x01CtR.`;
    const message = 'an array of shape (1073741824, 0) that holds nothing';
    expect(refusal(shaped('J\x00\x00\x00\x40K\x00\x86')).message).toContain(message);
    expect(read(shaped('K\x07K\x00\x86'))).toMatchObject({ shape: [7, 0] });
  });

  it('shares a tuple that doubles 40 times over instead of writing it out', () => {
    const value = read(`N${'2\x86'.repeat(40)}.`) as PickleTuple; // DUP, TUPLE2
    expect(value.items[0]).toBe(value.items[1]);
  });

  it('reads a list inside itself', () => {
    const list = read(']q\x00h\x00a.') as unknown[]; // EMPTY_LIST, BINPUT, BINGET, APPEND
    expect(list[0]).toBe(list);
  });

  it('reads lists 200,000 deep without recursion', () => {
    expect(Array.isArray(read(`${']'.repeat(200_000)}${'a'.repeat(199_999)}.`))).toBe(true);
  });

  it('stops calls that copy one large text again and again', () => {
    const large = `X\x00\x00\x10\x00${'a'.repeat(1 << 20)}q\x000`;
    const copy = 'c_codecs\nencode\n(h\x00\x8c\x06latin1tR0';
    expect(refusal(`${large}${copy.repeat(2000)}N.`)).toMatchObject({
      code: 'bad_model',
      message: expect.stringContaining('expands'),
    });
  });

  it('describes an allowed class without running anything', () => {
    const booster = read("cxgboost.core\nBooster\n)\x81}S'handle'\nC\x02abs" + 'b.') as PickleObject;
    expect(booster.global.path).toBe('xgboost.core.Booster');
    expect(booster.state).toEqual(new Map([['handle', latin1('ab')]]));
  });

  it('reads the bytearray of Python 2', () => {
    expect(read('c__builtin__\nbytearray\n(V\\u00ffa\nX\x07\x00\x00\x00latin-1tR.')).toEqual(latin1('\xffa'));
  });
});

describe('readPickle() of broken files', () => {
  const folder = resolve(import.meta.dirname, '../../../../test/golden/pickle');
  const whole = [0, 2, 4, 5].map((protocol) => readFileSync(`${folder}/value-protocol${protocol}.pkl`));

  it('throws a ScoringError wherever a file is cut', () => {
    for (const bytes of whole) {
      for (let end = 0; end < bytes.length; end++) expect(() => refusal(bytes.subarray(0, end))).not.toThrow();
    }
  });

  it('throws nothing but ScoringErrors for bytes changed at random', () => {
    const change = fc.tuple(fc.nat(3), fc.array(fc.tuple(fc.nat(4000), fc.nat(255)), { minLength: 1, maxLength: 6 }));
    fc.assert(
      fc.property(change, ([file, edits]) => {
        const bytes = Uint8Array.from(whole[file] as Uint8Array);
        for (const [at, value] of edits) bytes[at % bytes.length] = value;
        try {
          readPickle(bytes, { allow });
        } catch (error) {
          if (!(error instanceof ScoringError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });
});
