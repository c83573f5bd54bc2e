/** Of clusters and of steps. */
export const pageSize = 50;
