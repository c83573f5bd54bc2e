/** Whether a text is an address of HTTP, without a user in it. */
export function isAddress(address: string): boolean {
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol) && new URL(address).username === '';
}
