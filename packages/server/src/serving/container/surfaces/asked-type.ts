/** The type that an Accept header asks for; undefined for none, an empty one, and any type: then the container chooses. */
export function askedType(accept: string | undefined): string | undefined {
  return accept === undefined || accept === '' || accept === '*/*' ? undefined : accept;
}
