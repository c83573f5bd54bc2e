import { type ServiceError, validationException } from '../../contract/service-error.ts';

export interface AskedPage {
  readonly nextToken?: string;
  readonly maxResults?: number;
}

export const defaultSize = 50;

export const invalidToken = (): ServiceError => validationException('nextToken is not one that this operation gave.');
