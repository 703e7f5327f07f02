import { element, icon } from '../../page/dom';
import { hueOf, initials } from '../../page/initials';
import { button, part, setText } from '../../page/parts';
import type { LiveView } from '../session/RoomState';

export interface AudienceListListener {
  /** The first of the audience by name, as a host may ask for them. */
  audience(): Promise<readonly string[]>;
  onInvite(userId: string): void;
}

/** The audience below the list of people: its number for everybody, its names for hosts, asked for while the list is open. */
export class AudienceList {
  private readonly section: HTMLElement;
  private readonly list: HTMLElement;
  private live: LiveView | undefined;
  private open = false;
  private asked = '';
  private attempt = 0;
  private names: readonly string[] = [];

  constructor(root: HTMLElement, private readonly listener: AudienceListListener) {
    this.section = part(root, 'audience');
    this.list = part(root, 'audience-list');
  }

  toggle(open: boolean): void {
    this.open = open;
    this.asked = '';
    this.follow();
  }

  show(live: LiveView | undefined): void {
    this.live = live;
    this.section.hidden = live?.mode !== 'LIVE';
    setText(this.section.querySelector('h3')!, live?.audience === 1 ? 'Audience · 1' : `Audience · ${live?.audience ?? 0}`);
    this.follow();
  }

  /** Names are asked for again when the number or a role has changed. */
  private follow(): void {
    const { live } = this;
    const state = JSON.stringify([live?.roomId, live?.count, live?.audience, live?.hosts, live?.me.role]);
    if (!this.open || live?.mode !== 'LIVE' || live.me.role !== 'HOST') {
      this.asked = '';
      this.attempt++;
      this.draw([]);
    } else if (state !== this.asked) {
      this.asked = state;
      void this.ask(++this.attempt);
    } else {
      this.draw(this.names);
    }
  }

  private async ask(attempt: number): Promise<void> {
    const names = await this.listener.audience().catch(() => []);
    if (attempt === this.attempt) {
      this.draw(names);
    }
  }

  private draw(names: readonly string[]): void {
    this.names = names;
    const raised = new Set(this.live?.hands.map(({ userId }) => userId));
    const invited = new Set(this.live?.invitations.map(({ userId }) => userId));
    const first = [...names].sort((a, b) => Number(raised.has(b)) - Number(raised.has(a)));
    const state = JSON.stringify(first.map((name) => [name, raised.has(name), invited.has(name)]));
    if (state !== this.list.dataset['drawn']) {
      this.list.dataset['drawn'] = state;
      this.list.replaceChildren(...first.map((name) => this.line(name, raised.has(name), invited.has(name))));
    }
  }

  private line(name: string, raised: boolean, invited: boolean): HTMLElement {
    const avatar = element('span', 'avatar small-avatar', initials(name));
    avatar.style.setProperty('--hue', String(hueOf(name)));
    avatar.setAttribute('aria-hidden', 'true');
    const invite = button(invited ? 'Invited' : 'Invite to stage', () => this.listener.onInvite(name));
    invite.className = 'small';
    invite.disabled = invited;
    invite.setAttribute('aria-label', `Invite ${name} to the stage`);
    const hand = element('span', 'raised', icon('raise'), element('span', 'sr', 'raised a hand'));
    const line = element('li', 'person', avatar, element('span', 'person-name', name), ...(raised ? [hand] : []), invite);
    line.dataset['user'] = name;
    return line;
  }
}
