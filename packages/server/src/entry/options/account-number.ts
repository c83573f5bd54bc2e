import { text } from './schema/text.ts';

/** The number of an account, as it stands in ARNs. A file must have it in quotes: it may begin with 0. */
export const accountNumber = text({ must: 'a text of 12 digits', test: (digits) => /^\d{12}$/.test(digits) });
