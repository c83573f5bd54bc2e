import { type GlobalTable, globalTable } from './global-table.ts';
import { inertClass, nameOnly } from './inert-class.ts';
import { malformed } from './malformed.ts';
import type { GlobalRule } from './pickle-object.ts';
import { PickleGlobal, PickleObject } from './pickle-object.ts';
import { PickleTuple } from './pickle-tuple.ts';

/**
 * What pickles of any library need of Python itself, in Python 3's and Python 2's spelling of the modules.
 * Source: `copyreg` and the `__reduce_ex__` methods of CPython 2.7 to 3.13.
 */
export function pythonGlobals(): GlobalTable {
  const rules: Record<string, GlobalRule> = {
    '_codecs encode': encode,
    'collections OrderedDict': { construct: ([pairs]) => new Map(pairsOf(pairs)) },
    'collections defaultdict': { construct: () => new Map() },
  };
  for (const module of ['builtins', '__builtin__']) {
    for (const name of ['object', 'int', 'float', 'str', 'bool', 'list', 'dict', 'tuple', 'type']) {
      rules[`${module} ${name}`] = nameOnly;
    }
    rules[`${module} bytearray`] = bytearray;
    rules[`${module} bytes`] = bytearray;
    rules[`${module} set`] = set;
    rules[`${module} frozenset`] = set;
    rules[`${module} slice`] = inertClass;
  }
  for (const module of ['copyreg', 'copy_reg']) {
    rules[`${module} _reconstructor`] = reconstructor;
    rules[`${module} __newobj__`] = newObject;
  }
  return globalTable(rules);
}

/** `bytearray(b'..')`, or `bytearray(u'..', 'latin-1')` as Python 2 and protocol 2 write it. */
const bytearray: GlobalRule = {
  construct: ([content, encoding], _global, stream) => {
    if (content === undefined) return new Uint8Array(0);
    if (content instanceof Uint8Array) return content;
    return encodeLatin1(content, encoding, (bytes) => stream.chargeBytes(bytes));
  },
};

/** `_codecs.encode(text, 'latin1')`: how protocols 0 to 2 of Python 3 write bytes. */
const encode: GlobalRule = {
  construct: ([text, encoding], _global, stream) => encodeLatin1(text, encoding, (bytes) => stream.chargeBytes(bytes)),
};

const set: GlobalRule = { construct: ([items]) => new Set(Array.isArray(items) ? items : []) };

/** `copyreg._reconstructor(cls, base, state)`: an object of a class, protocols 0 and 1. */
const reconstructor: GlobalRule = {
  construct: ([type, , state]) => {
    if (!(type instanceof PickleGlobal)) throw malformed('copyreg._reconstructor is not called with a class');
    return new PickleObject(type, state === null || state === undefined ? [] : [state]);
  },
};

const newObject: GlobalRule = {
  construct: ([type, ...rest], _global, stream) => {
    const construct = type instanceof PickleGlobal ? type.rule.construct : undefined;
    if (construct === undefined) throw malformed('copyreg.__newobj__ is not called with a class');
    return construct(rest, type as PickleGlobal, stream);
  },
};

function encodeLatin1(text: unknown, encoding: unknown, chargeBytes: (bytes: number) => void): Uint8Array {
  if (typeof text !== 'string' || (encoding !== 'latin1' && encoding !== 'latin-1')) {
    throw malformed('bytes are made of something other than a text in latin-1');
  }
  chargeBytes(text.length);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

function pairsOf(value: unknown): [unknown, unknown][] {
  if (!Array.isArray(value)) return [];
  return value.map((pair) => {
    const items = pair instanceof PickleTuple ? pair.items : Array.isArray(pair) ? pair : [];
    return [items[0], items[1]];
  });
}
