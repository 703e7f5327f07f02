import { button } from '../page/parts';
import type { Explanation } from './explain';

export interface NoticeAction {
  readonly text: string;
  readonly act: () => void;
}

/** The one place of a panel where failures are told, with the buttons that lead on. */
export class Notice {
  constructor(private readonly element: HTMLElement) {
    element.setAttribute('role', 'alert');
  }

  show(explanation: Explanation, actions: readonly NoticeAction[]): void {
    const title = document.createElement('strong');
    title.textContent = explanation.title;
    const detail = document.createElement('p');
    detail.textContent = explanation.detail;
    const buttons = document.createElement('div');
    buttons.className = 'notice-actions';
    buttons.append(...actions.map(({ text, act }) => button(text, act)));
    this.element.replaceChildren(title, detail, buttons);
    this.element.hidden = false;
  }

  clear(): void {
    this.element.hidden = true;
    this.element.replaceChildren();
  }
}
