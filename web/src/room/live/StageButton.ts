import { face } from '../../page/dom';
import { part } from '../../page/parts';
import type { LiveView } from '../session/RoomState';

export interface StageButtonListener {
  onHand(up: boolean): void;
  onGoBack(): void;
}

/** One button for one's place in a live room: raise the hand, take it down, leave the stage. */
export class StageButton {
  private readonly button: HTMLButtonElement;
  private live: LiveView | undefined;

  constructor(root: HTMLElement, listener: StageButtonListener) {
    this.button = part<HTMLButtonElement>(root, 'stage-button');
    this.button.addEventListener('click', () => {
      if (this.live?.me.role === 'HOST') {
        listener.onGoBack();
      } else {
        listener.onHand(!this.handUp);
      }
    });
  }

  show(live: LiveView | undefined): void {
    this.live = live;
    this.button.hidden = live?.mode !== 'LIVE';
    const host = live?.me.role === 'HOST';
    const label = host ? 'Back to the audience' : this.handUp ? 'Take your hand down' : 'Raise your hand';
    face(this.button, host ? 'unstage' : 'raise', label);
    this.button.dataset['on'] = String(this.handUp);
    this.button.setAttribute('aria-pressed', String(this.handUp));
  }

  private get handUp(): boolean {
    return this.live?.hands.some(({ userId }) => userId === this.live?.me.userId) ?? false;
  }
}
