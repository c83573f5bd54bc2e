import { maxControlBodyBytes } from '../../../contract/max-bytes.ts';
import type { Protocol } from '../exchange.ts';

/** How protocols of control APIs take bodies. */
export const controlBody: NonNullable<Protocol['wholeBody']> = {
  maxBytes: maxControlBodyBytes,
  tooLarge: {
    status: 413,
    code: 'RequestEntityTooLargeException',
    message: `The request body is larger than ${maxControlBodyBytes} bytes.`,
  },
};
