import { part } from '../../page/parts';

/** Asks which host of which room one wants PK with. */
export class LinkDialog {
  private readonly dialog: HTMLDialogElement;
  private readonly form: HTMLFormElement;

  constructor(root: HTMLElement, dialogs: HTMLElement, onAsk: (roomId: string, userId: string, extra: string) => void) {
    this.dialog = part<HTMLDialogElement>(dialogs, 'link-dialog');
    this.form = part<HTMLFormElement>(this.dialog, 'link-form');
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.dialog.close();
      onAsk(this.field('room'), this.field('host'), this.field('words'));
    });
    part(this.dialog, 'link-cancel').addEventListener('click', () => this.dialog.close());
    part(root, 'link-button').addEventListener('click', () => this.dialog.showModal());
  }

  close(): void {
    this.dialog.close();
  }

  private field(name: string): string {
    return (this.form.elements.namedItem(name) as HTMLInputElement).value.trim();
  }
}
