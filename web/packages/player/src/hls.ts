import { type Begin, waiting } from './playback';
import { whyNot } from './refusal';

const RECOVERIES_MAX = 3;
/** Further behind it does not catch up by playing faster: it jumps. */
const BEHIND_MAX_S = 5;
const MS_PER_S = 1_000;

/** Plays HLS with its low latency by hls.js. */
export const playHls: Begin = async ({ video, url, failed }) => {
  const { default: Hls } = await import('hls.js');
  const player = new Hls({ lowLatencyMode: true, backBufferLength: 10, maxLiveSyncPlaybackRate: 1.3 });
  let recoveries = 0;
  let leaving: ReturnType<typeof setTimeout> | undefined;
  player.on(Hls.Events.ERROR, (_, { fatal, type, details, url: failing }) => {
    if (fatal && type === Hls.ErrorTypes.MEDIA_ERROR && recoveries < RECOVERIES_MAX) {
      recoveries++;
      player.recoverMediaError();
    } else if (fatal) {
      void whyNot(failing ?? url, details).then(failed);
    }
  });
  player.on(Hls.Events.LEVEL_UPDATED, (_, { details }) => {
    if (!details.live) {
      // What it has is shown first.
      leaving ??= setTimeout(() => void whyNot(url, 'the stream has ended').then(failed), (waiting(video) ?? 0) * MS_PER_S);
      return;
    }
    const { latency, liveSyncPosition } = player;
    if (latency > BEHIND_MAX_S && liveSyncPosition !== null && liveSyncPosition > video.currentTime) {
      video.currentTime = liveSyncPosition;
    }
  });
  player.loadSource(url);
  player.attachMedia(video);
  return {
    behind: async () => (player.latency > 0 ? player.latency : undefined),
    stop: () => {
      clearTimeout(leaving);
      player.destroy();
    },
  };
};
