import { type ElementInfo, type RemoteTrackPublication, type RemoteVideoTrack, VideoQuality } from 'livekit-client';
import type { PictureChoice } from './RoomState';

const QUALITIES = { high: VideoQuality.HIGH, medium: VideoQuality.MEDIUM, low: VideoQuality.LOW } as const;

/**
 * Has an adaptive stream ask for the chosen layer. Alone it takes the smallest that fills the tiles; a chosen one counts whatever
 * their size, so an element larger than any layer is measured beside them. It is never visible: a picture nobody sees still stops.
 * `off` needs nothing here: it is not attached to a tile.
 */
export class LayerChoice {
  private readonly wall: ElementInfo = {
    element: {},
    width: () => 7680,
    height: () => 4320,
    visible: false,
    pictureInPicture: false,
    visibilityChangedAt: undefined,
    observe: () => undefined,
    stopObserving: () => undefined,
  };

  private measured: RemoteVideoTrack | undefined;

  apply(publication: RemoteTrackPublication, choice: PictureChoice): void {
    this.forget();
    const track = publication.videoTrack as RemoteVideoTrack | undefined;
    if (choice === 'auto' || choice === 'off') {
      publication.setVideoQuality(VideoQuality.HIGH);
      return;
    }
    publication.setVideoQuality(QUALITIES[choice]);
    track?.observeElementInfo(this.wall);
    this.measured = track;
  }

  private forget(): void {
    this.measured?.stopObservingElementInfo(this.wall);
    this.measured = undefined;
  }
}
