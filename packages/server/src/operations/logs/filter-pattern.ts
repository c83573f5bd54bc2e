import { invalidParameter } from './group.ts';

/**
 * Compiles a filter pattern for unstructured events: words and quoted phrases that the message must all contain; with
 * `?` before them one is enough; with `-` the message must not contain them. Case matters. Regular expressions (`%…%`)
 * and patterns over fields (`{ $.x = 1 }`, `[a, b]`) are refused (InvalidParameterException): containers' lines have no
 * fields. Source: CloudWatch Logs user guide, "Filter pattern syntax".
 */
export function compileFilterPattern(pattern: string): (message: string) => boolean {
  const text = pattern.trim();
  if (text.startsWith('{') || text.startsWith('['))
    throw invalidParameter(`Invalid filter pattern: patterns over JSON members or fields are not supported: ${text}`);
  const terms = [...text.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(
    ([, sign = '', quoted, plain = '']) => ({
      sign,
      term: quoted === undefined ? plain : quoted.replaceAll(/\\(.)/g, '$1'),
    }),
  );
  const withSign = (wanted: string) => terms.filter(({ sign }) => sign === wanted).map(({ term }) => term);
  const [all, some, none] = [withSign(''), withSign('?'), withSign('-')];
  return (message) =>
    all.every((term) => message.includes(term)) &&
    // Beside required words, the optional ones (`?`) decide nothing.
    (all.length > 0 || some.length === 0 || some.some((term) => message.includes(term))) &&
    !none.some((term) => message.includes(term));
}
