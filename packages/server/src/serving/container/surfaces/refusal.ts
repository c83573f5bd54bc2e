import { present } from '@catenary/scoring/internal/values';
import type { ContainerAnswer } from '../payload.ts';

/** An answer that is not 200, as text: for surfaces whose words for bad requests AWS does not publish. */
export function refusal(status: number, message: string, place?: ContainerAnswer['place']): ContainerAnswer {
  return { status, body: Buffer.from(message), contentType: 'text/plain', ...present({ place }) };
}
