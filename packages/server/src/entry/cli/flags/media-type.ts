import { text } from '../../options/schema/text.ts';
import { declareFlag } from './declare-flag.ts';
import type { Flag } from './flag.ts';

/** A header takes no other characters. */
const type = text({
  must: 'a media type such as text/csv',
  test: (value) => /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value),
});

/** A flag whose value is sent as a header of media types. */
export const mediaTypeFlag = (flag: string, doc: string, defaultText?: string): Flag<string, false> => ({
  ...declareFlag.text(flag, doc, defaultText),
  schema: type,
});
