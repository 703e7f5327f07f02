const UNITS = ['bytes', 'kB', 'MB', 'GB'] as const;
const LINK = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/g;

/** `12 kB`, `3.4 MB`. */
export function sizeText(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${UNITS[power]}`;
}

export interface Piece {
  readonly text: string;
  readonly isLink: boolean;
}

/** A text in pieces: web addresses, and what is between them. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const { 0: link, index } of text.matchAll(LINK)) {
    found.push({ text: text.slice(at, index), isLink: false }, { text: link, isLink: true });
    at = index + link.length;
  }
  return [...found, { text: text.slice(at), isLink: false }].filter((piece) => piece.text !== '');
}
