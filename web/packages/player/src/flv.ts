import type { Begin } from './playback';
import { waiting } from './playback';
import { whyNot } from './refusal';

/** Plays HTTP-FLV by mpegts.js; where too much waits, it plays a little faster. */
export const playFlv: Begin = async ({ video, url, failed }) => {
  const { default: mpegts } = await import('mpegts.js');
  const player = mpegts.createPlayer(
    { type: 'flv', isLive: true, url },
    { enableStashBuffer: false, liveSync: true, liveSyncMaxLatency: 0.8, liveSyncTargetLatency: 0.4, autoCleanupSourceBuffer: true },
  );
  const ask = async (otherwise: string): Promise<void> => failed(await whyNot(url, otherwise));
  player.on(mpegts.Events.ERROR, (kind: unknown, detail: unknown) => void ask(`${String(kind)}: ${String(detail)}`));
  player.on(mpegts.Events.LOADING_COMPLETE, () => void ask('the stream has ended'));
  player.attachMediaElement(video);
  player.load();
  return {
    behind: async () => waiting(video),
    stop: () => player.destroy(),
  };
};
