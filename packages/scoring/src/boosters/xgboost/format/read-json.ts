import { replaceBareWords } from '../../../text/bare-words.ts';
import { parseBigintJson } from '../../../text/bigint-json.ts';
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
    return parseBigintJson(text);
  } catch {
    try {
      return parseBigintJson(replaceBareWords(text, writeNumber));
    } catch {
      throw badModel('begins like JSON, but is not well-formed; it may be cut off');
    }
  }
}

const writeNumber = (word: string) => (word.toLowerCase() === 'nan' ? 'null' : '1e999');
