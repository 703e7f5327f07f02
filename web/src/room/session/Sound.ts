import { type RemoteTrack, Track } from 'livekit-client';

/** Plays what is heard of others, by elements that nobody sees. */
export class Sound {
  private readonly container = document.createElement('div');

  constructor() {
    this.container.hidden = true;
    document.body.append(this.container);
  }

  play(track: RemoteTrack): void {
    if (track.kind === Track.Kind.Audio && track.attachedElements.length === 0) {
      this.container.append(track.attach());
    }
  }

  silence(track: RemoteTrack): void {
    if (track.kind === Track.Kind.Audio) {
      track.detach().forEach((element) => element.remove());
    }
  }

  end(): void {
    this.container.remove();
  }
}
