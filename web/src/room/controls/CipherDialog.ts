import { element, icon } from '../../page/dom';
import { part, setText } from '../../page/parts';

export interface CipherListener {
  /** Another passphrase, or none any more. */
  onPassphrase(passphrase: string | undefined): void;
}

/** The chip that says whether the stay is encrypted end to end, and the dialog behind it. */
export class CipherDialog {
  private readonly chip: HTMLElement;
  private readonly dialog: HTMLDialogElement;
  private readonly form: HTMLFormElement;
  private encrypted: boolean | undefined;

  constructor(root: HTMLElement, dialogs: HTMLElement, listener: CipherListener) {
    this.chip = part(root, 'cipher-button');
    this.dialog = part<HTMLDialogElement>(dialogs, 'cipher-dialog');
    this.form = part<HTMLFormElement>(dialogs, 'cipher-form');
    this.chip.addEventListener('click', () => this.open());
    part(this.dialog, 'cipher-cancel').addEventListener('click', () => this.dialog.close());
    this.form.addEventListener('submit', (event) => {
      const on = (event.submitter as HTMLButtonElement | null)?.value !== 'off';
      listener.onPassphrase(on ? this.field().value : undefined);
    });
  }

  show(encrypted: boolean): void {
    if (this.encrypted === encrypted) {
      return;
    }
    this.encrypted = encrypted;
    this.chip.replaceChildren(icon(encrypted ? 'lock' : 'unlock'), element('span', '', encrypted ? 'Encrypted' : 'Not encrypted'));
    this.chip.dataset['on'] = String(encrypted);
    this.chip.setAttribute('aria-label', encrypted ? 'End-to-end encryption is on: change it' : 'End-to-end encryption is off: turn it on');
    this.chip.title = encrypted ? 'What you send is encrypted end to end' : 'The server can see and hear what you send';
  }

  close(): void {
    this.dialog.close();
  }

  private open(): void {
    const on = this.encrypted === true;
    setText(part(this.dialog, 'cipher-text'), on
      ? 'Only those with the same passphrase see and hear you. Who changes it must tell the others another way.'
      : 'Pictures and sound are then readable only to those with the same passphrase, not to the server. '
        + 'You leave the room and come back at once.');
    setText(part(this.dialog, 'cipher-label'), on ? 'Another passphrase' : 'Passphrase');
    setText(part(this.dialog, 'cipher-on'), on ? 'Change it' : 'Turn on');
    part(this.dialog, 'cipher-off').hidden = !on;
    this.field().value = '';
    this.field().required = true;
    this.dialog.showModal();
  }

  private field(): HTMLInputElement {
    return this.form.elements.namedItem('passphrase') as HTMLInputElement;
  }
}
