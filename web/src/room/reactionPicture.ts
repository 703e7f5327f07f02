import { icon } from '../page/dom';
import type { Reaction } from './session/reactionSigns';

const PICTURES: Readonly<Record<Reaction, string>> = {
  '👍': 'thumb', '❤️': 'heart', '👏': 'clap', '😄': 'laugh', '😮': 'wow', '✋': 'hand',
};

/** A sign as it looks on every system alike. */
export function reactionPicture(reaction: Reaction): SVGSVGElement {
  const picture = icon(PICTURES[reaction]);
  picture.classList.add('reaction');
  return picture;
}
