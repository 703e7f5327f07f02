import { part } from '../../page/parts';
import { type Action, Telling } from '../../page/Telling';
import type { Failure } from '../session/words';

/** Asks whose phone this is. */
export class SignIn {
  private readonly form: HTMLFormElement;
  private readonly notice: Telling;

  constructor(private readonly root: HTMLElement, name: string | undefined, token: string | undefined,
    onEnter: (name: string, token: string | undefined) => void) {
    this.form = part<HTMLFormElement>(root, 'sign-in-form');
    this.notice = new Telling(part(root, 'sign-in-notice'));
    this.field('name').value = name ?? '';
    this.field('token').value = token ?? '';
    part(root, 'token-field').hidden = token === undefined;
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      onEnter(this.field('name').value.trim(), this.field('token').value.trim() || undefined);
    });
  }

  open(failure?: Failure, actions: readonly Action[] = []): void {
    this.root.hidden = false;
    this.busy(false);
    if (failure === undefined) {
      this.notice.clear();
    } else {
      this.notice.show(failure, actions);
    }
    if (failure?.asksForToken === true) {
      part(this.root, 'token-field').hidden = false;
    }
    this.field(failure?.asksForToken === true ? 'token' : 'name').focus();
  }

  wait(name: string): void {
    this.root.hidden = false;
    this.field('name').value = name;
    this.notice.clear();
    this.busy(true);
  }

  close(): void {
    this.root.hidden = true;
  }

  private busy(entering: boolean): void {
    const enter = part<HTMLButtonElement>(this.root, 'enter');
    enter.disabled = entering;
    enter.textContent = entering ? 'One moment…' : 'Turn the phone on';
    this.root.inert = entering;
  }

  private field(name: 'name' | 'token'): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }
}
