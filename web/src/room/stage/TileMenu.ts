import { element } from '../../page/dom';
import { button } from '../../page/parts';
import { type Picture, type PictureChoice, PICTURE_CHOICES } from '../session/RoomState';

export interface TileMenuListener {
  onChoice(key: string, choice: PictureChoice): void;
  onFigures(key: string): void;
  onPin(key: string): void;
}

const CHOICES: Readonly<Record<PictureChoice, readonly [string, string]>> = {
  auto: ['Auto', 'as large as the tile'],
  high: ['High', 'the full picture'],
  medium: ['Medium', 'half of it'],
  low: ['Low', 'a quarter'],
  off: ['Off', 'receive no picture'],
};
const MARGIN_PX = 8;

/** The one menu of all tiles: opens beside the button that asked for it. */
export class TileMenu {
  constructor(
    private readonly root: HTMLElement,
    private readonly listener: TileMenuListener,
  ) {
    root.setAttribute('role', 'menu');
    root.addEventListener('keydown', (event) => this.onKey(event));
  }

  open(picture: Picture, opener: HTMLElement, state: { readonly pinned: boolean; readonly figures: boolean }): void {
    const { key, person, isScreen } = picture;
    const layers = person.isLocal ? [] : [
      element('p', 'menu-title', isScreen ? 'Quality of this screen' : 'Quality of this picture'),
      ...PICTURE_CHOICES.map((choice) => this.choice(key, choice, choice === picture.choice)),
      element('hr', ''),
    ];
    this.root.replaceChildren(
      ...layers,
      this.item(state.pinned ? 'Unpin' : 'Pin large', () => this.listener.onPin(key)),
      this.item(state.figures ? 'Hide figures' : 'Show figures', () => this.listener.onFigures(key)),
    );
    this.root.showPopover();
    this.placeBeside(opener);
    this.items().find((item) => item.getAttribute('aria-checked') === 'true')?.focus();
  }

  close(): void {
    if (this.root.matches(':popover-open')) {
      this.root.hidePopover();
    }
  }

  private choice(key: string, choice: PictureChoice, chosen: boolean): HTMLElement {
    const [name, note] = CHOICES[choice];
    const item = this.item(name, () => this.listener.onChoice(key, choice));
    item.append(element('small', '', note));
    item.setAttribute('role', 'menuitemradio');
    item.setAttribute('aria-checked', String(chosen));
    item.dataset['choice'] = choice;
    return item;
  }

  private item(text: string, act: () => void): HTMLButtonElement {
    const item = button(text, () => {
      this.close();
      act();
    });
    item.setAttribute('role', 'menuitem');
    return item;
  }

  private placeBeside(opener: HTMLElement): void {
    const from = opener.getBoundingClientRect();
    const { width, height } = this.root.getBoundingClientRect();
    const left = Math.max(MARGIN_PX, Math.min(from.right - width, window.innerWidth - width - MARGIN_PX));
    const below = from.bottom + MARGIN_PX;
    const top = below + height > window.innerHeight ? Math.max(MARGIN_PX, from.top - height - MARGIN_PX) : below;
    Object.assign(this.root.style, { left: `${left}px`, top: `${top}px` });
  }

  private items(): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>('button')];
  }

  private onKey(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const items = this.items();
      const at = items.indexOf(document.activeElement as HTMLElement);
      items[(at + step + items.length) % items.length]?.focus();
    }
  }
}
