/** A key in a URL or in a listing: percent-encoded, but for its slashes. */
export const encodeKey = (key: string) => encodeURIComponent(key).replaceAll('%2F', '/');
