import { part, setText } from '../../page/parts';
import { element, icon } from '../dom';
import type { Person } from '../session/RoomState';
import { hueOf, initials } from '../stage/initials';

/** Everybody in the room, in a panel beside the pictures, and their number on the button that opens it. */
export class PeopleList {
  private readonly panel: HTMLElement;
  private readonly opener: HTMLElement;
  private readonly list: HTMLElement;
  private people: readonly Person[] = [];

  /** @param onOpen runs before it opens */
  constructor(
    private readonly root: HTMLElement,
    private readonly onOpen: () => void,
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

  toggle(open = this.panel.hidden): void {
    if (open) {
      this.onOpen();
    }
    this.panel.hidden = !open;
    this.opener.setAttribute('aria-expanded', String(open));
    this.draw();
  }

  show(people: readonly Person[]): void {
    setText(part(this.root, 'people-count'), String(people.length));
    this.opener.setAttribute('aria-label', people.length === 1 ? 'People: only you' : `People: ${people.length}`);
    setText(this.panel.querySelector('h2')!, `People · ${people.length}`);
    this.people = people;
    this.draw();
  }

  private draw(): void {
    this.list.replaceChildren(...(this.panel.hidden ? [] : this.people.map(line)));
  }
}

function line(person: Person): HTMLElement {
  const avatar = element('span', 'avatar small-avatar', initials(person.name));
  avatar.style.setProperty('--hue', String(hueOf(person.identity)));
  avatar.setAttribute('aria-hidden', 'true');
  const states = element('span', 'person-states',
    ...(person.screen ? [state('screen', 'shares the screen')] : []),
    state(person.camera ? 'camera' : 'camera-off', person.camera ? 'camera on' : 'camera off'),
    state(person.microphone === 'on' ? 'mic' : 'mic-off', person.microphone === 'on' ? 'microphone on' : 'microphone off'));
  const item = element('li', 'person', avatar, element('span', 'person-name', person.isLocal ? `${person.name} (you)` : person.name), states);
  item.dataset['speaking'] = String(person.speaking);
  return item;
}

function state(iconName: string, text: string): HTMLElement {
  const span = element('span', iconName.endsWith('off') ? 'off' : '', icon(iconName), element('span', 'sr', text));
  span.title = text;
  return span;
}
