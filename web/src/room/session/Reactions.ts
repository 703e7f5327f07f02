import { type Room, RoomEvent } from 'livekit-client';
import { isReaction, type Reaction } from './reactionSigns';

export const REACTION_TOPIC = 'reactions';

/** Passing signs: lossy packets, since a late one is worse than none. */
export class Reactions {
  constructor(
    private readonly room: Room,
    private readonly onReaction: (identity: string, reaction: Reaction) => void,
  ) {
    room.on(RoomEvent.DataReceived, (payload, participant, _, topic) => {
      const sign = topic === REACTION_TOPIC ? new TextDecoder().decode(payload) : '';
      if (participant !== undefined && isReaction(sign)) {
        onReaction(participant.identity, sign);
      }
    });
  }

  /** Shows it to everybody, oneself at once. */
  async show(reaction: Reaction): Promise<void> {
    const { localParticipant } = this.room;
    this.onReaction(localParticipant.identity, reaction);
    await localParticipant.publishData(new TextEncoder().encode(reaction), { reliable: false, topic: REACTION_TOPIC });
  }
}
