import { element, face } from '../../page/dom';
import { part } from '../../page/parts';
import { reactionPicture } from '../reactionPicture';
import { type Reaction, REACTIONS } from '../session/reactionSigns';

/** The button that opens the signs one can show, in a row above it. */
export class ReactionBar {
  private readonly bar: HTMLElement;
  private readonly opener: HTMLButtonElement;

  constructor(root: HTMLElement, page: HTMLElement, onReaction: (reaction: Reaction) => void) {
    this.opener = part<HTMLButtonElement>(root, 'react');
    this.bar = part(page, 'reactions');
    face(this.opener, 'react', 'React');
    for (const [reaction, label] of Object.entries(REACTIONS) as [Reaction, string][]) {
      const choice = element('button', 'reaction-choice', reactionPicture(reaction));
      choice.type = 'button';
      choice.setAttribute('aria-label', label);
      choice.title = label;
      choice.addEventListener('click', () => {
        this.bar.hidePopover();
        onReaction(reaction);
      });
      this.bar.append(choice);
    }
    this.opener.addEventListener('click', () => this.bar.togglePopover());
    this.bar.addEventListener('toggle', () => this.place());
  }

  show(mayTalk: boolean): void {
    this.opener.disabled = !mayTalk;
  }

  close(): void {
    this.bar.hidePopover();
  }

  private place(): void {
    const open = this.bar.matches(':popover-open');
    this.opener.setAttribute('aria-expanded', String(open));
    if (open) {
      const { left, top, width } = this.opener.getBoundingClientRect();
      const { offsetWidth, offsetHeight } = this.bar;
      const middle = left + width / 2 - offsetWidth / 2;
      this.bar.style.left = `${Math.max(8, Math.min(middle, document.documentElement.clientWidth - offsetWidth - 8))}px`;
      this.bar.style.top = `${top - offsetHeight - 10}px`;
      this.bar.querySelector('button')?.focus();
    }
  }
}
