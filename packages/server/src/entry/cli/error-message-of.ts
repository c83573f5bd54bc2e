/** What a server says in the body of an error, whatever its protocol is. */
export function errorMessageOf(body: Buffer): string {
  const text = body.toString();
  try {
    const { message, Message } = JSON.parse(text) as { message?: string; Message?: string };
    return message ?? Message ?? text;
  } catch {
    return /<Message>([^<]*)</.exec(text)?.[1] ?? text;
  }
}
