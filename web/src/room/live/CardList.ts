import { element, icon } from '../../page/dom';
import { button } from '../../page/parts';
import type { Card, CardAct } from './cards';

const ICONS: Readonly<Record<Card['kind'], string>> = { stage: 'stage', hand: 'raise', link: 'versus' };

/** The cards above the pictures; one that stays is not drawn anew, so that no button goes from under a finger. */
export class CardList {
  private readonly drawn = new Map<string, HTMLElement>();

  constructor(
    private readonly place: HTMLElement,
    private readonly onAct: (act: CardAct) => void,
  ) {}

  show(cards: readonly Card[]): void {
    for (const [key, card] of this.drawn) {
      if (!cards.some((one) => keyOf(one) === key)) {
        card.remove();
        this.drawn.delete(key);
      }
    }
    for (const card of cards) {
      const key = keyOf(card);
      const drawn = this.drawn.get(key) ?? this.draw(card);
      this.drawn.set(key, drawn);
      this.place.append(drawn);
    }
    this.place.hidden = cards.length === 0;
  }

  private draw({ kind, text, acts }: Card): HTMLElement {
    const buttons = acts.map(({ label, act }, index) => {
      const made = button(label, () => this.onAct(act));
      made.className = index === 0 && acts.length > 1 && act.do !== 'link-end' ? 'primary small' : 'small';
      return made;
    });
    const card = element('div', 'card', icon(ICONS[kind]), element('span', 'card-text', text), element('span', 'card-acts', ...buttons));
    card.dataset['kind'] = kind;
    return card;
  }
}

function keyOf({ key, text }: Card): string {
  return `${key} ${text}`;
}
