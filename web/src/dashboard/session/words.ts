import { Problem, Unreachable } from '../../protocol/Problem';
import { bitrateText, rttText } from '../../stats/format';
import type { Bandwidth, LayerCause, LoggedEvent, MemberLine, Reason, Received, Role } from './insight';

export function percentText(fraction: number): string {
  const percent = fraction * 100;
  return `${percent > 0 && percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** A reason for trouble as one sentence. */
export function reasonText({ trouble, value, about }: Reason): string {
  const of = about === null ? '' : ` (${about})`;
  switch (trouble) {
    case 'NOT_CONNECTED': return 'Has no open connection: its media does not get through';
    case 'NO_PICTURE': return `Waits for the first picture of ${counted(value, 'video', 'videos')}${of}`;
    case 'SLOW_PATH': return `Its connection is too slow: ${Math.round(value)} packets/s are left out`;
    case 'LOSS_RECEIVING': return `Loses ${percentText(value)} of what it receives${of}`;
    case 'LOSS_SENDING': return `${percentText(value)} of what it sends gets lost${of}`;
    case 'NOT_SENDING': return `Publishes, but nothing arrives${of}`;
    case 'FREEZES': return `Its picture breaks: needs ${value.toFixed(1)} keyframes/s`;
    case 'REPEATS': return `Asks again for ${percentText(value)} of its packets`;
    case 'ROUND_TRIP_MS': return `Long round trip: ${rttText(value)}`;
    case 'JITTER_MS': return `Uneven arrival: jitter of ${rttText(value)}${of}`;
    case 'LAYER_MISSING': return `Gets ${counted(value, 'video', 'videos')} smaller than asked: not sent larger${of}`;
  }
}

/** What to try first. */
export function adviceText({ trouble }: Reason): string {
  switch (trouble) {
    case 'NOT_CONNECTED': return 'A firewall may block UDP and TCP to the media ports, or it just went away.';
    case 'NO_PICTURE': return 'Look at who publishes it: its keyframes are lost, or it stands still.';
    case 'SLOW_PATH': return 'It should watch fewer or smaller pictures.';
    case 'LOSS_RECEIVING': return 'Its downlink loses. If others lose as much, look at the server’s network.';
    case 'LOSS_SENDING': return 'Its uplink loses, and everybody who watches it sees that.';
    case 'NOT_SENDING': return 'Its camera or microphone may be taken by another program, or its uplink is gone.';
    case 'FREEZES': return 'Too much is lost for repairs: mostly seen together with loss.';
    case 'REPEATS': return 'Repairs still work; with a long round trip they come too late.';
    case 'ROUND_TRIP_MS': return 'Far away, or a queue on its way: talks get hard from 300 ms.';
    case 'JITTER_MS': return 'A busy Wi-Fi or mobile network: pictures come late.';
    case 'LAYER_MISSING': return 'Its publisher’s uplink or processor is short, or it has one layer only.';
  }
}

/** What a path carries, where that is found out, and what would be wished of it. */
export function bandwidthText(bandwidth: Bandwidth | null): string {
  if (bandwidth === null) {
    return '';
  }
  const { estimateBps, wishBps } = bandwidth;
  return ` · carries ${bitrateText(estimateBps)}${wishBps > estimateBps ? ` of ${bitrateText(wishBps)} wished` : ''}`;
}

/** Why a subscriber gets the layer it gets, as one sentence. */
export function causeText({ cause, wanted, sending, kind }: Pick<Received, 'cause' | 'wanted' | 'sending' | 'kind'>): string {
  if (kind === 'AUDIO' && (cause === 'BEST' || cause === 'AS_ASKED')) {
    return 'Sound has one layer';
  }
  return CAUSES[cause](wanted, sending);
}

const CAUSES: Readonly<Record<LayerCause, (wanted: string, sending: string | null) => string>> = {
  BEST: () => 'The best there is',
  AS_ASKED: (wanted) => `Its client asks for ${wanted}: its tile is small, or somebody chose it`,
  NOT_SENT: (wanted) => `Its publisher does not send ${wanted} now`,
  AWAITING_KEYFRAME: (wanted, sending) => (sending === null
    ? 'Nothing yet: waits for a keyframe'
    : `Goes to ${wanted} with the next keyframe`),
  SOURCE_SILENT: () => 'Nothing arrives from its publisher',
  MUTED: () => 'Muted by its publisher, or by an operator',
  PATH: (wanted, sending) => (sending === null
    ? 'Its path carries not even the least of it'
    : `Its path does not carry ${wanted}`),
  PAUSED: () => 'Its client wants nothing: not on screen, or switched off',
  ELSEWHERE: () => 'Published in another room: measured there',
};

export type Tone = 'fine' | 'slight' | 'warn' | 'bad';

export function tone(trouble: number): Tone {
  if (trouble >= 50) {
    return 'bad';
  }
  return trouble >= 20 ? 'warn' : trouble > 0 ? 'slight' : 'fine';
}

export function lossTone(fraction: number): Tone {
  return fraction >= 0.1 ? 'bad' : fraction >= 0.02 ? 'warn' : 'fine';
}

export function rttTone(ms: number): Tone {
  return ms >= 600 ? 'bad' : ms >= 300 ? 'warn' : 'fine';
}

export function layersText({ below, subscriptions }: Pick<MemberLine, 'below' | 'subscriptions'>): string {
  if (subscriptions === 0) {
    return '–';
  }
  return below === 0 ? `${subscriptions}` : `${subscriptions}, ${below} below`;
}

export function sinceText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function counted(count: number, one: string, many: string): string {
  return `${Math.round(count).toLocaleString('en')} ${count === 1 ? one : many}`;
}

const ROLES: Readonly<Record<Role, string>> = { HOST: 'host', AUDIENCE: 'audience', PARTICIPANT: 'participant', OBSERVER: 'observer' };

export function roleText(role: Role): string {
  return ROLES[role];
}

/** An event of the log as one line. */
export function eventText({ type, details }: LoggedEvent): string {
  const member = object(details['member']);
  const who = text(member['userId']) ?? text(details['userId']) ?? '';
  const track = object(details['track']);
  switch (type) {
    case 'room_started': return `Room opened (${text(details['mode'])?.toLowerCase() ?? ''})`;
    case 'room_finished': return `Room ended: ${plain(details['reason'])}`;
    case 'participant_joined': return `${who} joined as ${plain(member['role'])}`;
    case 'participant_left': return `${who} left: ${plain(details['reason'])}`;
    case 'role_changed': return `${who} is ${plain(member['role'])} now, was ${plain(details['from'])}`;
    case 'published': return `${who} publishes ${publicationWords(track)}`;
    case 'unpublished': return `${who} publishes ${text(track['publicationId']) ?? ''} no longer`;
    case 'mute_changed': return `${who} ${track['muted'] === true ? 'muted' : 'unmuted'} ${text(track['publicationId']) ?? ''}`;
    case 'first_media_published':
      return `First media of ${text(track['publicationId']) ?? ''} after ${number(details['sincePublishedMs'])} ms`;
    case 'first_media_received':
      return `${who} gets ${text(details['publicationId']) ?? ''}, ${number(details['sinceSubscribedMs'])} ms after it asked`;
    case 'attributes_changed': return `${who === '' ? 'The room’s' : `${who}’s`} attributes changed`;
    default: return [type.replaceAll('_', ' '), who].filter((word) => word !== '').join(': ');
  }
}

function publicationWords(track: Readonly<Record<string, unknown>>): string {
  return [text(track['publicationId']), text(track['codec'])].filter((word) => word !== undefined).join(', ');
}

/** A failed request in words. */
export function failureText(error: unknown): string {
  if (error instanceof Unreachable) {
    return 'The server does not answer';
  }
  if (error instanceof Problem) {
    return error.detail === '' ? error.title : `${error.title}: ${error.detail}`;
  }
  return String(error);
}

function plain(value: unknown): string {
  return text(value)?.toLowerCase().replaceAll('_', ' ') ?? '';
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
