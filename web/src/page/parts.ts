/** The element the markup marks with `data-part="name"`; its absence is a fault of index.html. */
export function part<E extends HTMLElement = HTMLElement>(root: HTMLElement, name: string): E {
  return found<E>(root.querySelector<E>(`[data-part="${name}"]`), name);
}

export function byId<E extends HTMLElement = HTMLElement>(id: string): E {
  return found<E>(document.getElementById(id) as E | null, id);
}

function found<E extends HTMLElement>(element: E | null, name: string): E {
  if (element === null) {
    throw new Error(`index.html has no ${name}`);
  }
  return element;
}

export function button(text: string, onClick: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = text;
  element.addEventListener('click', onClick);
  return element;
}

/** Writes only what changed, so that a value a screen reader follows is not announced again. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
