import { avatar } from '../../page/avatar';
import { element } from '../../page/dom';
import { button, part } from '../../page/parts';
import type { PhoneState } from '../session/PhoneState';
import { presenceText } from '../session/words';

/** Asks whom to bring into the call. */
export class AddDialog {
  private readonly dialog: HTMLDialogElement;
  private readonly field: HTMLInputElement;

  constructor(root: HTMLElement, private readonly onAdd: (userId: string) => void) {
    this.dialog = part<HTMLDialogElement>(root, 'add-dialog');
    this.field = this.dialog.querySelector('input')!;
    part(root, 'add-cancel').addEventListener('click', () => this.dialog.close());
    part<HTMLFormElement>(root, 'add-form').addEventListener('submit', () => this.add(this.field.value.trim()));
  }

  ask({ contacts, own }: PhoneState): void {
    const there = new Set(own?.view.others.filter(({ state }) => state === 'ONCALL' || state === 'CONNECTING').map(({ userId }) => userId));
    part(this.dialog, 'add-list').replaceChildren(...contacts.filter(({ userId }) => !there.has(userId)).map(({ userId, presence }) => {
      const choice = button('', () => this.add(userId));
      choice.className = 'quiet add-choice';
      choice.append(avatar(userId), element('strong', '', userId), element('span', 'presence', presenceText(presence)));
      return element('li', '', choice);
    }));
    this.field.value = '';
    this.dialog.showModal();
  }

  close(): void {
    this.dialog.close();
  }

  private add(userId: string): void {
    this.dialog.close();
    if (userId !== '') {
      this.onAdd(userId);
    }
  }
}
