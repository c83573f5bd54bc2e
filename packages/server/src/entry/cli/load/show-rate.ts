/** Requests a second, with a digit behind the point where there are few. */
export const showRate = (perSecond: number) => perSecond.toFixed(perSecond < 100 ? 1 : 0);
