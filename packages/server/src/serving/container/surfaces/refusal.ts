import { present } from '@catenary/scoring/internal/values';
import type { ContainerAnswer } from '../payload.ts';

/** Makes answers that are not 200. */
export type Refuse = (status: number, message: string, place?: ContainerAnswer['place']) => ContainerAnswer;

/** Refusals whose text a container sends as this type. */
export function refusalAs(contentType: string): Refuse {
  return (status, message, place) => ({ status, body: Buffer.from(message), contentType, ...present({ place }) });
}

/** Of surfaces whose words for bad requests AWS does not publish. */
export const refusal = refusalAs('text/plain');
