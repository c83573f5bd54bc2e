/** Whether a text can be the name of an environment variable. */
export const isVariableName = (text: string): boolean => /^[A-Za-z_]\w*$/.test(text);
