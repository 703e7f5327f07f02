import { part, setText } from './parts';

/** Asks before what cannot be taken back. */
export class Confirm {
  private readonly dialog: HTMLDialogElement;
  private act: () => void = () => undefined;

  constructor(root: HTMLElement) {
    this.dialog = part<HTMLDialogElement>(root, 'confirm');
    this.dialog.addEventListener('close', () => {
      if (this.dialog.returnValue === 'yes') {
        this.act();
      }
    });
  }

  ask(title: string, detail: string, yes: string, act: () => void): void {
    setText(part(this.dialog, 'confirm-title'), title);
    setText(part(this.dialog, 'confirm-detail'), detail);
    setText(part(this.dialog, 'confirm-yes'), yes);
    this.act = act;
    this.dialog.returnValue = '';
    this.dialog.showModal();
  }
}
