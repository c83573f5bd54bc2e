import { decodeLatin1 } from '../../text/decode-latin1.ts';
import { decodeUtf8 } from '../../text/decode-utf8.ts';
import { own } from '../../util/own.ts';
import { malformed } from '../malformed.ts';
import type { OpcodeTable, PickleMachine } from '../pickle-machine.ts';

/** Opcodes that push texts and bytes. Python 2's byte strings become texts, one character a byte. */
export const textOpcodes: OpcodeTable = {
  0x53: (machine) => machine.push(unquote(machine.cursor.line())), // STRING
  0x54: (machine) => machine.push(decodeLatin1(machine.cursor.take(machine.cursor.uint32()))), // BINSTRING
  0x55: (machine) => machine.push(decodeLatin1(machine.cursor.take(machine.cursor.uint8()))), // SHORT_BINSTRING
  0x56: (machine) => machine.push(unescapeUnicode(machine.cursor.line())), // UNICODE
  0x58: (machine) => pushText(machine, machine.cursor.uint32()), // BINUNICODE
  0x8c: (machine) => pushText(machine, machine.cursor.uint8()), // SHORT_BINUNICODE
  0x8d: (machine) => pushText(machine, machine.cursor.uint64()), // BINUNICODE8
  0x42: (machine) => machine.push(machine.cursor.take(machine.cursor.uint32())), // BINBYTES
  0x43: (machine) => machine.push(machine.cursor.take(machine.cursor.uint8())), // SHORT_BINBYTES
  0x8e: (machine) => machine.push(machine.cursor.take(machine.cursor.uint64())), // BINBYTES8
  0x96: (machine) => machine.push(machine.cursor.take(machine.cursor.uint64())), // BYTEARRAY8
};

function pushText(machine: PickleMachine, length: number): void {
  machine.push(decodeUtf8(machine.cursor.take(length)));
}

/** A Python string literal in its quotes, with Python's escapes. */
function unquote(literal: string): string {
  const quote = literal[0];
  if (literal.length < 2 || (quote !== "'" && quote !== '"') || !literal.endsWith(quote)) {
    throw malformed('a string stands without its quotes');
  }
  const plain: Record<string, string> = { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b', f: '\f', v: '\v' };
  return literal.slice(1, -1).replace(/\\(x[0-9a-fA-F]{2}|[0-7]{1,3}|[^])/g, (_whole, escape: string) => {
    if (/^x..$/.test(escape)) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    if (/^[0-7]/.test(escape)) return String.fromCharCode(Number.parseInt(escape, 8) & 0xff);
    return own(plain, escape) ?? escape;
  });
}

/** `raw-unicode-escape`: Latin-1 with `\uXXXX` and `\UXXXXXXXX`. */
function unescapeUnicode(text: string): string {
  return text.replace(/\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g, (_whole, short?: string, long?: string) => {
    const point = Number.parseInt(short ?? (long as string), 16);
    if (point > 0x10ffff) throw malformed('a text names a character that does not exist');
    return String.fromCodePoint(point);
  });
}
