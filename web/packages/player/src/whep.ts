import type { Begin } from './playback';
import { refusalOf } from './refusal';

/** Plays by WHEP: one POST, then WebRTC. */
export const playWhep: Begin = async ({ video, url, token, failed }) => {
  const peer = new RTCPeerConnection();
  const media = new MediaStream();
  peer.addTransceiver('audio', { direction: 'recvonly' });
  peer.addTransceiver('video', { direction: 'recvonly' });
  peer.addEventListener('track', ({ track }) => media.addTrack(track));
  peer.addEventListener('connectionstatechange', () => {
    if (peer.connectionState === 'failed') {
      failed('the connection is lost');
    } else if (peer.connectionState === 'closed') {
      failed('the stream has ended');
    }
  });
  video.srcObject = media;
  let session: string | undefined;
  const authorization: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const stop = (): void => {
    peer.close();
    video.srcObject = null;
    if (session !== undefined) {
      void fetch(session, { method: 'DELETE', headers: authorization, keepalive: true });
    }
  };
  try {
    await peer.setLocalDescription();
    const answer = await fetch(url, {
      method: 'POST', headers: { 'Content-Type': 'application/sdp', ...authorization }, body: peer.localDescription?.sdp ?? '',
    });
    if (!answer.ok) {
      throw new Error(await refusalOf(answer));
    }
    session = new URL(answer.headers.get('Location') ?? '', url).href;
    await peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
  } catch (error) {
    stop();
    throw error;
  }
  let before = { delay: 0, frames: 0 };
  return {
    behind: async () => {
      for (const report of (await peer.getStats()).values()) {
        if (report.type === 'inbound-rtp' && report.kind === 'video') {
          const now = { delay: Number(report.jitterBufferDelay ?? 0), frames: Number(report.jitterBufferEmittedCount ?? 0) };
          const frames = now.frames - before.frames;
          const behind = frames > 0 ? (now.delay - before.delay) / frames : undefined;
          before = now;
          return behind;
        }
      }
      return undefined;
    },
    stop,
  };
};
