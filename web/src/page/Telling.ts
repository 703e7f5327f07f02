import { element, icon } from './dom';
import { button } from './parts';

/** What went wrong, in words. */
export interface Trouble {
  readonly title: string;
  readonly detail: string;
}

export interface Action {
  readonly text: string;
  readonly act: () => void;
}

/** A place where a failure is told, with what to do about it, until it is closed or replaced. */
export class Telling {
  constructor(private readonly place: HTMLElement) {
    place.setAttribute('role', 'alert');
  }

  show({ title, detail }: Trouble, actions: readonly Action[] = []): void {
    const close = button('', () => this.clear());
    close.className = 'quiet notice-close';
    close.setAttribute('aria-label', 'Close this message');
    close.append(icon('close'));
    const buttons = actions.map(({ text, act }) => button(text, () => {
      this.clear();
      act();
    }));
    const acts = buttons.length > 0 ? [element('div', 'notice-actions', ...buttons)] : [];
    this.place.replaceChildren(element('strong', '', title), element('p', '', detail), ...acts, close);
    this.place.hidden = false;
  }

  clear(): void {
    this.place.hidden = true;
    this.place.replaceChildren();
  }
}

const TOAST_MS = 4000;
const TOASTS_MAX = 3;

/** Short words that pass by: who came, who went, what was copied. */
export class Toasts {
  constructor(private readonly place: HTMLElement) {}

  say(text: string): void {
    const toast = element('div', 'toast', text);
    this.place.append(toast);
    while (this.place.childElementCount > TOASTS_MAX) {
      this.place.firstElementChild?.remove();
    }
    window.setTimeout(() => toast.remove(), TOAST_MS);
  }

  clear(): void {
    this.place.replaceChildren();
  }
}
