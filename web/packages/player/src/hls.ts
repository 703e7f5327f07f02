import type { Begin } from './playback';
import { whyNot } from './refusal';

const RECOVERIES_MAX = 3;

/** Plays HLS with its low latency by hls.js. */
export const playHls: Begin = async ({ video, url, failed }) => {
  const { default: Hls } = await import('hls.js');
  const player = new Hls({ lowLatencyMode: true, backBufferLength: 10 });
  let recoveries = 0;
  player.on(Hls.Events.ERROR, (_, { fatal, type, details, url: failing }) => {
    if (fatal && type === Hls.ErrorTypes.MEDIA_ERROR && recoveries < RECOVERIES_MAX) {
      recoveries++;
      player.recoverMediaError();
    } else if (fatal) {
      void whyNot(failing ?? url, details).then(failed);
    }
  });
  player.loadSource(url);
  player.attachMedia(video);
  return {
    behind: async () => (player.latency > 0 ? player.latency : undefined),
    stop: () => player.destroy(),
  };
};
