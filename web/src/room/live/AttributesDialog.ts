import { element, icon } from '../../page/dom';
import { button, part } from '../../page/parts';
import type { LiveView } from '../session/RoomState';
import { isServers } from '../session/serversKeys';

export interface AttributesListener {
  /** @param value null takes the key away */
  onChange(key: string, value: string | null, words: string): void;
}

/** What those in the room share: everybody reads it, whoever may publish changes it. */
export class AttributesDialog {
  private readonly dialog: HTMLDialogElement;
  private readonly form: HTMLFormElement;
  private readonly list: HTMLElement;
  private drawn = '';

  constructor(root: HTMLElement, dialogs: HTMLElement, private readonly listener: AttributesListener) {
    this.dialog = part<HTMLDialogElement>(dialogs, 'attributes-dialog');
    this.form = part<HTMLFormElement>(this.dialog, 'attributes-form');
    this.list = part(this.dialog, 'attributes-list');
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      listener.onChange(this.field('key').value.trim(), this.field('value').value, this.words);
      this.form.reset();
      this.field('key').focus();
    });
    part(this.dialog, 'attributes-close').addEventListener('click', () => this.dialog.close());
    part(root, 'attributes-button').addEventListener('click', () => this.dialog.showModal());
  }

  show(live: LiveView | undefined): void {
    const mayChange = live?.me.role === 'HOST' || live?.me.role === 'PARTICIPANT';
    const state = JSON.stringify([mayChange, live?.attributes]);
    if (state === this.drawn) {
      return;
    }
    this.drawn = state;
    const entries = Object.entries(live?.attributes ?? {}).filter(([key]) => !isServers(key)).sort(([a], [b]) => a.localeCompare(b));
    this.list.replaceChildren(...entries.map(([key, value]) => this.line(key, value, mayChange)));
    part(this.dialog, 'attributes-empty').hidden = entries.length > 0;
    part(this.dialog, 'attributes-fields').hidden = !mayChange;
  }

  close(): void {
    this.dialog.close();
  }

  private line(key: string, value: string, mayChange: boolean): HTMLElement {
    const take = button('', () => this.listener.onChange(key, null, this.words));
    take.className = 'quiet';
    take.setAttribute('aria-label', `Take ${key} away`);
    take.append(icon('close'));
    return element('li', 'attribute', element('strong', '', key), element('span', '', value), ...(mayChange ? [take] : []));
  }

  private get words(): string {
    return this.field('words').value.trim();
  }

  private field(name: 'key' | 'value' | 'words'): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }
}
