const INITIALS_MAX = 2;
const HUES = 360;
/** Spreads neighbouring names over the circle of hues. */
const HUE_STEP = 47;

/** What stands for a person without a picture: the first letters of the first and the last word. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter((word) => word !== '');
  const chosen = words.length > INITIALS_MAX ? [words[0]!, words.at(-1)!] : words;
  return chosen.map((word) => [...word][0]!.toLocaleUpperCase()).join('') || '?';
}

/** A hue of the colour circle, the same for the same name everywhere. */
export function hueOf(name: string): number {
  return [...name].reduce((hue, letter) => (hue * HUE_STEP + letter.codePointAt(0)!) % HUES, 0);
}
