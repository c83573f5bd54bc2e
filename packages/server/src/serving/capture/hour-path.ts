/** The folders of an hour, UTC: `2026/01/31/05`. */
export const hourPath = (time: number): string => new Date(time).toISOString().slice(0, 13).replaceAll(/[-T]/g, '/');
