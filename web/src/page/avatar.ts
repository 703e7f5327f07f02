import { element } from './dom';
import { hueOf, initials } from './initials';

/** What stands for a person. */
export function avatar(name: string): HTMLElement {
  const made = element('div', 'avatar', initials(name));
  made.style.setProperty('--hue', String(hueOf(name)));
  made.setAttribute('aria-hidden', 'true');
  return made;
}
