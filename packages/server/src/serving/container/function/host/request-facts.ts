/** The headers of a request that a function can read. */
export interface RequestFacts {
  readonly contentType: string | undefined;
  readonly accept: string | undefined;
  readonly customAttributes: string | undefined;
  readonly inferenceId: string | undefined;
}

/** From name, value, name, value ... */
export function requestFacts(headers: readonly string[]): RequestFacts {
  const find = (name: string) => {
    for (let at = 0; at < headers.length; at += 2) if (headers[at] === name) return headers[at + 1];
    return undefined;
  };
  return {
    contentType: find('content-type'),
    accept: find('accept'),
    customAttributes: find('x-amzn-sagemaker-custom-attributes'),
    inferenceId: find('x-amzn-sagemaker-inference-id'),
  };
}
