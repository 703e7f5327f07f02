import type { PhoneState } from '../session/PhoneState';
import type { TuneName } from './tunes';

/** What is heard while things stand so, beside the others' voices. */
export function tuneFor({ own, ringing }: Pick<PhoneState, 'own' | 'ringing'>): TuneName | undefined {
  if (ringing.length > 0) {
    return own === undefined ? 'ring' : 'knock';
  }
  const rings = own?.view.stage === 'outgoing' && own.view.others.some(({ state }) => state === 'RINGING' || state === 'BUSYLINE_RINGING');
  return rings ? 'ringback' : undefined;
}

/** What is heard once when the own call has ended. */
export function tuneAfter({ ended }: Pick<PhoneState, 'ended'>): TuneName | undefined {
  switch (ended?.ending?.end) {
    case undefined: case 'CANCELLED': return undefined;
    case 'FOUND_BUSY': case 'REFUSED': case 'UNANSWERED': return 'busy';
    default: return 'end';
  }
}
