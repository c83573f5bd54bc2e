import type { Logger, LogMethod } from './logger.ts';

/** The same log, whose every line has these fields as well. */
export function loggerWith(log: Logger, fields: object): Logger {
  const method = (level: keyof Logger): LogMethod => {
    return (first: object | string, message?: string) => {
      if (typeof first === 'string') log[level](fields, first);
      else log[level]({ ...fields, ...first }, message);
    };
  };
  return { debug: method('debug'), info: method('info'), warn: method('warn'), error: method('error') };
}
