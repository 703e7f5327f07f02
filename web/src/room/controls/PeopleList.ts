import { element, icon } from '../../page/dom';
import { hueOf, initials } from '../../page/initials';
import { button, part, setText } from '../../page/parts';
import type { LiveView, Person } from '../session/RoomState';

export interface PeopleListListener {
  /** Before it opens. */
  onOpen(): void;
  onToggle(open: boolean): void;
  onSendBack(userId: string): void;
}

/** Everybody in the room, in a live one those on the stage, in a panel beside the pictures; how many on the button that opens it. */
export class PeopleList {
  private readonly panel: HTMLElement;
  private readonly opener: HTMLElement;
  private readonly list: HTMLElement;
  private people: readonly Person[] = [];
  private live: LiveView | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly listener: PeopleListListener,
  ) {
    this.panel = part(root, 'people');
    this.opener = part(root, 'people-button');
    this.list = part(root, 'people-list');
    this.opener.addEventListener('click', () => this.toggle());
    part(root, 'people-close').addEventListener('click', () => {
      this.toggle();
      this.opener.focus();
    });
  }

  toggle(open = this.panel.hidden !== false): void {
    if (open) {
      this.listener.onOpen();
    }
    this.panel.hidden = !open;
    this.listener.onToggle(open);
    this.opener.setAttribute('aria-expanded', String(open));
    this.draw();
  }

  show(all: readonly Person[], live: LiveView | undefined): void {
    const isLive = live?.mode === 'LIVE';
    const people = isLive && live.me.role !== 'HOST' ? all.filter(({ isLocal }) => !isLocal) : all;
    const count = isLive ? live.count : people.length;
    setText(part(this.root, 'people-count'), String(count));
    this.opener.setAttribute('aria-label', count === 1 ? 'People: only you' : `People: ${count}`);
    setText(this.panel.querySelector('h2')!, isLive ? `On the stage · ${people.length}` : `People · ${count}`);
    this.people = people;
    this.live = live;
    this.draw();
  }

  private draw(): void {
    this.list.replaceChildren(...(this.panel.hidden ? [] : this.people.map((person) => this.line(person))));
  }

  private line(person: Person): HTMLElement {
    const made = line(person);
    if (this.live?.me.role === 'HOST' && !person.isLocal && person.roomId === undefined) {
      const back = button('', () => this.listener.onSendBack(person.identity));
      back.className = 'quiet send-back';
      back.title = 'Back to audience';
      back.setAttribute('aria-label', `Send ${person.name} back to the audience`);
      back.append(icon('unstage'));
      made.append(back);
    }
    return made;
  }
}

function line(person: Person): HTMLElement {
  const name = person.isLocal ? `${person.name} (you)` : person.roomId === undefined ? person.name : `${person.name} · ${person.roomId}`;
  const avatar = element('span', 'avatar small-avatar', initials(person.name));
  avatar.style.setProperty('--hue', String(hueOf(person.identity)));
  avatar.setAttribute('aria-hidden', 'true');
  const states = element('span', 'person-states',
    ...(person.screen ? [state('screen', 'shares the screen')] : []),
    state(person.camera ? 'camera' : 'camera-off', person.camera ? 'camera on' : 'camera off'),
    state(person.microphone === 'on' ? 'mic' : 'mic-off', person.microphone === 'on' ? 'microphone on' : 'microphone off'));
  const item = element('li', 'person', avatar, element('span', 'person-name', name), states);
  item.dataset['speaking'] = String(person.speaking);
  return item;
}

function state(iconName: string, text: string): HTMLElement {
  const span = element('span', iconName.endsWith('off') ? 'off' : '', icon(iconName), element('span', 'sr', text));
  span.title = text;
  return span;
}
