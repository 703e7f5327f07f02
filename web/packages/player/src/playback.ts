/** One way to play a stream into a video element. */
export interface Playback {
  /** Seconds from what arrives to what is shown; undefined before anything is. */
  behind(): Promise<number | undefined>;
  stop(): void;
}

/** What is played, and who hears that it failed. */
export interface Wish {
  readonly video: HTMLVideoElement;
  readonly url: string;
  /** A room token, for WHEP; LiveURLs carry their own. */
  readonly token: string | undefined;
  readonly failed: (why: string) => void;
}

export type Begin = (wish: Wish) => Promise<Playback>;

/** What the element has that is not shown yet. */
export function waiting(video: HTMLVideoElement): number | undefined {
  return video.buffered.length === 0 ? undefined : video.buffered.end(video.buffered.length - 1) - video.currentTime;
}
