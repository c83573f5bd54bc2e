import { ApiError } from '../api-client.ts';

/** What a call to the server answers; undefined if the server says that there is no such resource. */
export async function ifThere<Answer>(call: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ApiError && /not find|not found/i.test(error.message)) return undefined;
    throw error;
  }
}
