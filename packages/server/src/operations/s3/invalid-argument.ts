import { S3Error } from './s3-error.ts';

/** The refusal of an argument, a header or a parameter, with its name and value; long values are cut. */
export const invalidArgument = (message: string, name: string, value: string) =>
  new S3Error('InvalidArgument', message, { ArgumentName: name, ArgumentValue: value.slice(0, 200) });
