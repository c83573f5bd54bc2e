/** The headers of a request that a function can read. */
export interface RequestFacts {
  readonly contentType: string | undefined;
  readonly accept: string | undefined;
  readonly customAttributes: string | undefined;
  readonly inferenceId: string | undefined;
}

export function requestFacts(request: Partial<RequestFacts>): RequestFacts {
  const { contentType, accept, customAttributes, inferenceId } = request;
  return { contentType, accept, customAttributes, inferenceId };
}
