/** What stands for one item of a list: its element, and how it is brought up to date. */
export interface Row<T> {
  readonly element: HTMLElement;
  update(item: T): void;
}

/** Keeps a list's elements by key, so that what is pressed, focused or selected stays while its figures change. */
export class KeyedList<T> {
  private readonly rows = new Map<string, Row<T>>();

  constructor(
    private readonly place: HTMLElement,
    private readonly keyOf: (item: T) => string,
    private readonly make: (item: T) => Row<T>,
  ) {}

  /** While the pointer is over the list its rows keep their places, so that a press meets what it was aimed at. */
  show(items: readonly T[]): void {
    const shown = new Map(items.map((item) => [this.keyOf(item), item]));
    for (const [key, row] of this.rows) {
      if (!shown.has(key)) {
        row.element.remove();
        this.rows.delete(key);
      }
    }
    const held = this.rows.size > 0 && this.place.matches(':hover');
    let at = this.place.firstElementChild;
    for (const [key, item] of shown) {
      const known = this.rows.get(key);
      const row = known ?? this.make(item);
      this.rows.set(key, row);
      row.update(item);
      if (known === undefined && held) {
        this.place.append(row.element);
      } else if (!held && row.element !== at) {
        this.place.insertBefore(row.element, at);
      } else if (!held) {
        at = at?.nextElementSibling ?? null;
      }
    }
  }
}

/** Sets a `data-*` value where it differs. */
export function mark(element: HTMLElement, name: string, value: string | undefined): void {
  if (element.dataset[name] !== value) {
    if (value === undefined) {
      delete element.dataset[name];
    } else {
      element.dataset[name] = value;
    }
  }
}
