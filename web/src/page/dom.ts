/** An element of a class, with children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K, className: string, ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';

/** One of the page's icons, by the name of its symbol. */
export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return svg;
}

/** Gives a button an icon, and a name that says what a press does. */
export function face(button: HTMLElement, iconName: string, label: string): void {
  if (button.dataset['face'] !== `${iconName} ${label}`) {
    button.dataset['face'] = `${iconName} ${label}`;
    button.replaceChildren(icon(iconName));
    button.setAttribute('aria-label', label);
    button.title = label;
  }
}
