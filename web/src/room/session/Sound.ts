import { type RemoteTrack, Track } from 'livekit-client';

/** Plays what is heard of others, by elements that nobody sees. */
export class Sound {
  private readonly container = document.createElement('div');
  private readonly elements = new Map<RemoteTrack, HTMLAudioElement>();

  constructor() {
    this.container.hidden = true;
    document.body.append(this.container);
  }

  play(track: RemoteTrack): void {
    if (track.kind === Track.Kind.Audio && !this.elements.has(track)) {
      const element = document.createElement('audio');
      this.elements.set(track, element);
      this.container.append(element);
      track.attach(element);
    }
  }

  silence(track: RemoteTrack): void {
    const element = this.elements.get(track);
    if (element !== undefined) {
      track.detach(element);
      element.remove();
      this.elements.delete(track);
    }
  }

  end(): void {
    [...this.elements.keys()].forEach((track) => this.silence(track));
    this.container.remove();
  }
}
