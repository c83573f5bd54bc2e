import { ApiError } from '../api-client.ts';

/** Whether the server said that there is no such resource. */
export const isMissing = (error: unknown): boolean =>
  error instanceof ApiError && /not find|not found/i.test(error.message);
