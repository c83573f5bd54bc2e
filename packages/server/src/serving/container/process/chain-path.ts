/** The path that takes requests to a process's function and the native containers before it. */
export const chainPath = '/chain';
