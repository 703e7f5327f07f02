import { avatar } from '../../page/avatar';
import { element, face } from '../../page/dom';
import { KeyedList, mark, type Row } from '../../page/keyed';
import { button, part, setText } from '../../page/parts';
import type { Contact } from '../session/PhoneState';
import { presenceText } from '../session/words';
import type { PhoneActs } from './acts';

/** Whom one knows, what they are doing, and a press to call them. */
export class ContactList {
  private readonly list: KeyedList<Contact>;

  constructor(private readonly root: HTMLElement, private readonly acts: PhoneActs) {
    this.list = new KeyedList(part(root, 'contact-list'), ({ userId }) => userId, (contact) => this.row(contact));
  }

  show(contacts: readonly Contact[]): void {
    part(this.root, 'contact-none').hidden = contacts.length > 0;
    this.list.show(contacts);
  }

  private row({ userId }: Contact): Row<Contact> {
    const presence = element('span', 'presence');
    const dot = element('i', 'dot');
    const row = element('li', 'line',
      element('div', 'line-face', avatar(userId), dot),
      element('div', 'line-words', element('strong', '', userId), presence),
      element('div', 'line-acts',
        act('close', `Forget ${userId}`, 'forget', () => this.acts.removeContact(userId)),
        act('phone', `Call ${userId}`, 'call', () => this.acts.dial([userId], 'AUDIO')),
        act('camera', `Call ${userId} with video`, 'call', () => this.acts.dial([userId], 'VIDEO'))));
    row.dataset['user'] = userId;
    return {
      element: row,
      update: (contact) => {
        mark(row, 'presence', contact.presence);
        setText(presence, presenceText(contact.presence));
      },
    };
  }
}

/** A small round button of a list. */
export function act(iconName: string, label: string, kind: string, onClick: () => void): HTMLButtonElement {
  const made = button('', onClick);
  made.className = `quiet line-act ${kind}`;
  face(made, iconName, label);
  return made;
}
