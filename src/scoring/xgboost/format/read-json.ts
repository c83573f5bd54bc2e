import { parseExactJson } from '../../codec/exact-json.ts';
import { badModel } from './bad-model.ts';
import { decodeText } from './decode-text.ts';

/**
 * Reads a JSON model. XGBoost writes NaN and Infinity as bare words (thresholds of categorical splits are NaN), which
 * JSON has not: they become null (read as NaN wherever a number is expected) and numbers too large for a double.
 * Throws `ScoringError` `bad_model` if it is no JSON.
 */
export function readJson(bytes: Uint8Array): unknown {
  const text = decodeText(bytes);
  try {
    return parseExactJson(text);
  } catch {
    try {
      return parseExactJson(withoutBareWords(text));
    } catch {
      throw badModel('begins like JSON, but is not well-formed; it may be cut off');
    }
  }
}

/** An unterminated text extends to the end of the file: it is read once, not once for each of its quotes. */
const textOrBareWord = /"[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$)|NaN|nan|Infinity|inf/g;

function withoutBareWords(text: string): string {
  return text.replace(textOrBareWord, (token) => {
    if (token.startsWith('"')) return token;
    return token.toLowerCase() === 'nan' ? 'null' : '1e999';
  });
}
