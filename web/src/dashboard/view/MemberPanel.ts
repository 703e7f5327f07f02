import { element, icon } from '../../page/dom';
import { KeyedList, mark, type Row } from '../../page/keyed';
import { button, setText } from '../../page/parts';
import { bitrateText, rttText } from '../../stats/format';
import { dropWords, isFault } from '../session/drops';
import type { MemberHistory, MemberQuantity } from '../session/history';
import type { MemberLine, MemberPage, PublicationLine, Reason, Received, Role } from '../session/insight';
import { adviceText, bandwidthText, causeText, percentText, reasonText, roleText, sinceText, tone } from '../session/words';
import { Plot, type PlotSpec } from './Plot';
import { share } from './RoomPlots';

export interface MemberActs {
  readonly close: () => void;
  readonly kick: (member: MemberLine) => void;
  readonly mute: (member: MemberLine, kind: 'AUDIO' | 'VIDEO') => void;
  readonly role: (member: MemberLine, role: Role) => void;
}

const PLOTS: readonly (PlotSpec & { readonly quantities: readonly MemberQuantity[] })[] = [
  { title: 'Rate', lines: [{ name: 'receives', colour: '--c1' }, { name: 'sends', colour: '--c2' }], text: bitrateText, floor: 200_000,
    quantities: ['receivesBps', 'sendsBps'] },
  { title: 'Loss', lines: [{ name: 'in', colour: '--c3' }, { name: 'out', colour: '--c4' }], text: share, floor: 0.05,
    quantities: ['lossReceiving', 'lossSending'] },
  { title: 'Round trip', lines: [{ name: '', colour: '--c4' }], text: rttText, floor: 100, quantities: ['rttMs'] },
];

/** Which role of its mode a member can be given instead. */
const OTHER_ROLE: Readonly<Record<Role, Role>> = { HOST: 'AUDIENCE', AUDIENCE: 'HOST', PARTICIPANT: 'OBSERVER', OBSERVER: 'PARTICIPANT' };

/** One member: what is wrong, what it gets and why, what it sends, and what an operator can do about it. */
export class MemberPanel {
  private readonly name = element('h2', '');
  private readonly facts = element('p', 'room-facts');
  private readonly verdict = element('ul', 'verdict');
  private readonly reasons = new KeyedList<Reason>(this.verdict, ({ trouble }) => trouble, reasonRow);
  private readonly fine = element('p', 'fine', 'Nothing is wrong here');
  private readonly plots = PLOTS.map((spec) => ({ plot: new Plot(spec), quantities: spec.quantities }));
  private readonly receivedPlace = element('ul', 'lines');
  private readonly received = new KeyedList<Received>(this.receivedPlace, ({ publicationId }) => publicationId, receivedRow);
  private readonly sentPlace = element('ul', 'lines');
  private readonly sent = new KeyedList<PublicationLine>(this.sentPlace, ({ publicationId }) => publicationId, sentRow);
  private readonly paths = element('ul', 'lines');
  private readonly drops = element('ul', 'lines');
  private readonly roleButton = this.act('Role', () =>
    this.member === undefined ? undefined : this.acts.role(this.member, OTHER_ROLE[this.member.role]));
  private readonly muteSound = this.act('Mute sound', () => this.withMember((member) => this.acts.mute(member, 'AUDIO')), 'mic-off');
  private readonly mutePicture = this.act('Mute picture', () => this.withMember((member) => this.acts.mute(member, 'VIDEO')), 'camera-off');
  private readonly body: HTMLElement;
  private readonly waiting = element('p', 'nothing');
  private member: MemberLine | undefined;

  constructor(private readonly place: HTMLElement, private readonly acts: MemberActs) {
    const close = button('', acts.close);
    close.className = 'quiet turn';
    close.setAttribute('aria-label', 'Close');
    close.append(icon('close'));
    const kick = this.act('Kick', () => this.withMember(acts.kick), 'kick');
    kick.classList.add('danger-quiet');
    this.body = element('div', 'member-body',
      this.verdict, this.fine,
      element('div', 'member-acts', this.muteSound, this.mutePicture, this.roleButton, kick),
      element('div', 'plots', ...this.plots.map(({ plot }) => plot.element)),
      section('Receives', this.receivedPlace), section('Sends', this.sentPlace), section('Connections', this.paths),
      section('Dropped since it came', this.drops));
    place.replaceChildren(element('header', '', element('div', '', this.name, this.facts), close), this.body, this.waiting);
  }

  /** @param page undefined while it is not known, or when the member has gone */
  show(line: MemberLine | undefined, page: MemberPage | undefined, history: MemberHistory | undefined, nowMs: number): void {
    this.member = page?.member ?? line;
    const { member } = this;
    this.body.hidden = member === undefined;
    this.waiting.hidden = member !== undefined;
    setText(this.waiting, 'Not in the room any more: who comes again is another participant.');
    if (member === undefined) {
      return;
    }
    setText(this.name, member.userId);
    const role = `${roleText(member.role)}${member.visible ? '' : ', hidden'}`;
    setText(this.facts, `${role} · for ${sinceText(nowMs - member.joinedAtMs)} · ${member.participantId}`);
    mark(this.place, 'tone', tone(member.trouble));
    mark(this.place, 'user', member.userId);
    this.reasons.show(member.reasons);
    this.fine.hidden = member.reasons.length > 0;
    setText(this.roleButton, `Make ${roleText(OTHER_ROLE[member.role])}`);
    this.plots.forEach(({ plot, quantities }) => plot.show(quantities.map((quantity) => history?.of(quantity)), nowMs));
    this.details(page);
  }

  private details(page: MemberPage | undefined): void {
    const connections = page?.connections ?? [];
    const sent = connections.flatMap(({ publications }) => publications);
    this.received.show(connections.flatMap(({ subscriptions }) => subscriptions));
    this.sent.show(sent);
    this.muteSound.disabled = !sent.some(({ kind, muted }) => kind === 'AUDIO' && !muted);
    this.mutePicture.disabled = !sent.some(({ kind, muted }) => kind === 'VIDEO' && !muted);
    hideEmpty(this.receivedPlace);
    hideEmpty(this.sentPlace);
    lines(this.paths, connections.map(({ state, remoteAddress, rttMs, bandwidth }) => [
      remoteAddress === '' ? 'no path yet' : remoteAddress,
      `${state.toLowerCase()} · ${rttText(rttMs < 0 ? undefined : rttMs)}${bandwidthText(bandwidth)}`,
    ]));
    const drops = connections.flatMap((connection) => Object.entries(connection.drops));
    drops.sort(([one], [other]) => Number(isFault(other)) - Number(isFault(one)));
    lines(this.drops, drops.map(([reason, count]) =>
      [dropWords(reason), `${count.toLocaleString('en')} ${reason.toLowerCase().replaceAll('_', ' ')}`]));
  }

  private withMember(act: (member: MemberLine) => void): void {
    if (this.member !== undefined) {
      act(this.member);
    }
  }

  private act(text: string, onClick: () => void, iconName?: string): HTMLButtonElement {
    const made = button('', onClick);
    made.className = 'small';
    made.append(...(iconName === undefined ? [] : [icon(iconName)]), text);
    return made;
  }
}

function section(title: string, list: HTMLElement): HTMLElement {
  return element('section', '', element('h3', '', title), list);
}

function hideEmpty(list: HTMLElement): void {
  if (list.parentElement !== null) {
    list.parentElement.hidden = list.childElementCount === 0;
  }
}

/** Pairs of words, written anew only when they changed. */
function lines(list: HTMLElement, pairs: readonly (readonly [string, string])[]): void {
  const text = JSON.stringify(pairs);
  if (list.dataset['text'] !== text) {
    list.dataset['text'] = text;
    list.replaceChildren(...pairs.map(([first, second]) =>
      element('li', '', element('span', 'line-name', first), element('span', 'line-facts', second))));
  }
  hideEmpty(list);
}

function reasonRow(): Row<Reason> {
  const words = element('strong', '');
  const advice = element('span', 'advice');
  const line = element('li', '', words, advice);
  return {
    element: line,
    update: (reason) => {
      setText(words, reasonText(reason));
      setText(advice, adviceText(reason));
      mark(line, 'now', String(reason.now));
      mark(line, 'trouble', reason.trouble);
    },
  };
}

function receivedRow(): Row<Received> {
  const name = element('span', 'line-name');
  const layer = element('span', 'chip');
  const facts = element('span', 'line-facts');
  const cause = element('span', 'line-cause');
  const line = element('li', '', name, layer, facts, cause);
  return {
    element: line,
    update: (one) => {
      const sound = one.kind === 'AUDIO';
      setText(name, one.publicationId);
      const picture = one.sending === one.wanted ? `${one.sending}` : `${one.sending} of ${one.wanted}`;
      setText(layer, one.sending === null ? 'nothing' : sound ? 'sound' : picture);
      setText(facts, one.sending === null ? '' : `${bitrateText(one.bitrateBps)} · ${percentText(one.fractionLost)} lost`);
      setText(cause, causeText(one));
      mark(line, 'cause', one.cause);
      mark(line, 'publication', one.publicationId);
    },
  };
}

function sentRow(): Row<PublicationLine> {
  const name = element('span', 'line-name');
  const layer = element('span', 'chip');
  const facts = element('span', 'line-facts');
  const cause = element('span', 'line-cause');
  return {
    element: element('li', '', name, layer, facts, cause),
    update: (one) => {
      const active = one.layers.filter((each) => each.active);
      const total = active.reduce((sum, { bitrateBps }) => sum + bitrateBps, 0);
      setText(name, one.publicationId);
      const pictures = active.length === 0 ? 'nothing' : active.map((each) => each.layer).reverse().join(' ');
      setText(layer, one.muted ? 'muted' : one.kind === 'AUDIO' ? 'sound' : pictures);
      setText(facts, `${one.codec} · ${bitrateText(total)}`);
      setText(cause, `Received by ${one.receivers}${one.paused > 0 ? `, paused by ${one.paused}` : ''}`);
    },
  };
}
