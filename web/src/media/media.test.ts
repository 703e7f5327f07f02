import { describe, expect, it } from 'vitest';
import { codecPreference } from './codecPreference';
import { CaptureFailure, captureFailure } from './LocalMedia';
import { withReferenceTime } from './referenceTime';
import { layerName, sendEncodings } from './sendEncodings';

function codec(mimeType: string, sdpFmtpLine?: string): RTCRtpCodec {
  return { mimeType, clockRate: 90_000, ...(sdpFmtpLine === undefined ? {} : { sdpFmtpLine }) };
}

const VP8 = codec('video/VP8');
const RTX = codec('video/rtx');
const RED = codec('video/red');
const MAIN_MODE1 = codec('video/H264', 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=4d001f');
const BASELINE_MODE0 = codec('video/H264', 'level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f');
const BASELINE_MODE1 = codec('video/H264', 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f');

describe('withReferenceTime', () => {
  it('stands beside each generic NACK and nothing else', () => {
    const lines = ['a=rtcp-fb:96 nack', 'a=rtcp-fb:96 nack pli', 'a=rtcp-fb:102 nack', 'a=rtcp-fb:111 transport-cc'];
    expect(withReferenceTime(`${lines.join('\r\n')}\r\n`).split('\r\n')).toEqual([
      'a=rtcp-fb:96 nack', 'a=rtcp-fb:96 rrtr', 'a=rtcp-fb:96 nack pli',
      'a=rtcp-fb:102 nack', 'a=rtcp-fb:102 rrtr', 'a=rtcp-fb:111 transport-cc', '']);
  });
});

describe('codecPreference', () => {
  it('keeps the wanted codec and retransmission, nothing else', () => {
    expect(codecPreference('VP8', [RED, RTX, MAIN_MODE1, VP8])).toEqual([VP8, RTX]);
  });

  it('puts the H.264 that every browser decodes first', () => {
    expect(codecPreference('H264', [MAIN_MODE1, BASELINE_MODE0, VP8, RTX, BASELINE_MODE1]))
      .toEqual([BASELINE_MODE1, MAIN_MODE1, BASELINE_MODE0, RTX]);
  });

  it('is empty, which means no preference, where the browser lacks the codec', () => {
    expect(codecPreference('H264', [VP8, RTX])).toEqual([]);
  });
});

describe('sendEncodings', () => {
  it('goes from the small layer to the big one', () => {
    expect(sendEncodings(true).map(({ rid, scaleResolutionDownBy, maxBitrate }) => [rid, scaleResolutionDownBy, maxBitrate]))
      .toEqual([['q', 4, 150_000], ['h', 2, 500_000], ['f', 1, 2_500_000]]);
  });

  it('is one encoding without rid when simulcast is off', () => {
    expect(sendEncodings(false)).toEqual([{ maxBitrate: 2_500_000 }]);
  });

  it.each([['q', 'SMALL'], ['h', 'MEDIUM'], ['f', 'BIG'], [undefined, 'BIG']])('calls rid %s %s', (rid, name) => {
    expect(layerName(rid)).toBe(name);
  });
});

describe('captureFailure', () => {
  it.each([
    ['NotAllowedError', 'camera', 'The camera or microphone was refused'],
    ['NotAllowedError', 'screen', 'The screen or microphone was refused'],
    ['NotFoundError', 'none', 'No microphone was found'],
    ['NotReadableError', 'camera', 'The camera or microphone could not be opened'],
    ['SomethingNew', 'camera', 'The camera or microphone could not be opened'],
  ] as const)('%s of %s is told as: %s', (name, video, title) => {
    expect(captureFailure(new DOMException('words', name), video).title).toBe(title);
  });

  it('leaves its own words alone', () => {
    const failure = new CaptureFailure('a', 'b');
    expect(captureFailure(failure, 'camera')).toBe(failure);
  });
});
