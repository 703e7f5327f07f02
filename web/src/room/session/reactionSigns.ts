/** What one can show without a word, as it goes over the wire: the sign of Unicode. */
export const REACTIONS = {
  '👍': 'Thumbs up', '❤️': 'Heart', '👏': 'Applause', '😄': 'Laughter', '😮': 'Surprise', '✋': 'Raised hand',
} as const;
export type Reaction = keyof typeof REACTIONS;

export function isReaction(sign: string): sign is Reaction {
  return Object.hasOwn(REACTIONS, sign);
}
