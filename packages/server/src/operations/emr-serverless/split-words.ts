import { SubmissionError } from '../../serving/spark-jobs/fetch-files.ts';

/** The words of a text as a shell would read them, with quotes and backslashes, and nothing that a shell would run. Throws `SubmissionError`. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at);
    if (letter === '\\' && quote !== "'") word = (word ?? '') + text.charAt(++at);
    else if (letter === quote) quote = '';
    else if (quote === '' && (letter === '"' || letter === "'")) {
      quote = letter;
      word ??= '';
    } else if (quote === '' && /\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + letter;
  }
  if (quote !== '') throw new SubmissionError(`sparkSubmitParameters has a quote ${quote} without its end.`);
  return word === undefined ? words : [...words, word];
}
