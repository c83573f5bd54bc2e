import { MathError } from './math-error.ts';

export interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'sign' | 'end';
  readonly text: string;
  /** 1-based. */
  readonly column: number;
}

const signs = ['<=', '>=', '==', '!=', '&&', '||', '<', '>', '+', '-', '*', '/', '^', '(', ')', ',', '[', ']'];

/** The tokens of an expression, and one at its end. Throws `MathError`. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) at++;
    else {
      const token = tokenAt(text, at);
      tokens.push(token);
      at += token.text.length;
    }
  }
  return [...tokens, { kind: 'end', text: '', column: text.length + 1 }];
}

function tokenAt(text: string, at: number): Token {
  const column = at + 1;
  const first = text.charAt(at);
  const sign = signs.find((one) => text.startsWith(one, at));
  if (sign !== undefined) return { kind: 'sign', text: sign, column };
  if (/[\d.]/.test(first)) return { kind: 'number', text: runAt(text, at, /[\d.eE]/), column };
  if (/[A-Za-z_]/.test(first)) return { kind: 'name', text: runAt(text, at, /\w/), column };
  const end = first === '"' || first === "'" ? text.indexOf(first, at + 1) : -1;
  if (end < 0) throw new MathError(`unexpected ${first} at column ${column}`);
  return { kind: 'text', text: text.slice(at, end + 1), column };
}

function runAt(text: string, at: number, character: RegExp): string {
  let end = at + 1;
  while (end < text.length && character.test(text.charAt(end))) end++;
  return text.slice(at, end);
}
