import { part } from '../../page/parts';
import type { PhoneState } from '../session/PhoneState';
import type { PhoneActs } from './acts';

/** How one wants to be called: with call waiting, or not at all. */
export class HabitsMenu {
  private readonly waiting: HTMLInputElement;
  private readonly quiet: HTMLInputElement;

  constructor(root: HTMLElement, acts: PhoneActs) {
    this.waiting = part<HTMLInputElement>(root, 'call-waiting');
    this.quiet = part<HTMLInputElement>(root, 'do-not-disturb');
    this.waiting.addEventListener('change', () => acts.setHabits({ callWaiting: this.waiting.checked }));
    this.quiet.addEventListener('change', () => acts.setHabits({ doNotDisturb: this.quiet.checked }));
  }

  show({ callWaiting = true, doNotDisturb = false }: PhoneState['habits']): void {
    this.waiting.checked = callWaiting;
    this.quiet.checked = doNotDisturb;
  }
}
