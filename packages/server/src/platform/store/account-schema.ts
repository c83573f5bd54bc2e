/** The schema of a PostgreSQL store that has what a further account has; the server's own is in that of the address. */
export const accountSchema = (account: string): string => `account_${account}`;
