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

/** The code of the error, as the protocols of JSON and S3 have it. */
export const errorCodeOf = (body: Buffer): string | undefined =>
  /"__type":"(\w+)"|<Code>(\w+)</
    .exec(body.toString())
    ?.slice(1)
    .find((code) => code !== undefined);
