import { element } from '../../page/dom';
import { part, setText } from '../../page/parts';

/** Asks for the key pair. */
export class SignIn {
  private readonly form: HTMLFormElement;
  private readonly notice: HTMLElement;

  constructor(private readonly place: HTMLElement, onPair: (key: string, secret: string) => void) {
    this.form = part<HTMLFormElement>(place, 'sign-in-form');
    this.notice = part(place, 'sign-in-notice');
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      const given = new FormData(this.form);
      onPair(String(given.get('key')).trim(), String(given.get('secret')).trim());
    });
  }

  /** @param told why it is asked again */
  open(told?: { readonly title: string; readonly detail: string }): void {
    this.place.hidden = false;
    this.busy(false);
    this.notice.hidden = told === undefined;
    this.notice.replaceChildren(...(told === undefined ? [] : [element('strong', '', told.title), element('p', '', told.detail)]));
    const [key, secret] = this.form.querySelectorAll('input');
    (key?.value === '' ? key : secret)?.focus();
  }

  busy(waits: boolean): void {
    const submit = this.form.querySelector('button');
    if (submit !== null) {
      submit.disabled = waits;
      setText(submit, waits ? 'Signing in…' : 'Sign in');
    }
  }

  close(): void {
    this.place.hidden = true;
    const secret = this.form.querySelector<HTMLInputElement>('input[name="secret"]');
    if (secret !== null) {
      secret.value = '';
    }
  }
}
