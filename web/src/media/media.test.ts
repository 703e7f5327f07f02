import { describe, expect, it } from 'vitest';
import { audioPreference, codecPreference } from './codecPreference';
import { CaptureFailure, captureFailure } from './LocalMedia';
import { withReferenceTime } from './referenceTime';
import { isLayerable, layerName, sendEncodings } from './sendEncodings';

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

  it('puts profile 0 of VP9 first', () => {
    const [plain, deep] = [codec('video/VP9', 'profile-id=0'), codec('video/VP9', 'profile-id=2')];
    expect(codecPreference('VP9', [deep, VP8, plain, RTX])).toEqual([plain, deep, RTX]);
  });

  it('is empty, which means no preference, where the browser lacks the codec', () => {
    expect(codecPreference('H264', [VP8, RTX])).toEqual([]);
  });
});

describe('audioPreference', () => {
  const opus = codec('audio/opus');
  const redundant = codec('audio/red');

  it.each([['red', [redundant, opus]], ['opus', [opus]], [undefined, []]] as const)('for %s', (wanted, expected) => {
    expect(audioPreference(wanted, [opus, redundant])).toEqual(expected);
  });

  it('has none where the browser knows no redundancy', () => {
    expect(audioPreference('red', [opus])).toEqual([]);
  });
});

describe('sendEncodings', () => {
  it('goes from the small layer to the big one', () => {
    expect(sendEncodings('VP8', 'simulcast').map(({ rid, scaleResolutionDownBy, maxBitrate }) => [rid, scaleResolutionDownBy, maxBitrate]))
      .toEqual([['q', 4, 150_000], ['h', 2, 500_000], ['f', 1, 2_500_000]]);
  });

  it('is one encoding without rid for one size', () => {
    expect(sendEncodings('VP8', 'single')).toEqual([{ maxBitrate: 2_500_000 }]);
  });

  it('names the scalability mode where layers are to be told apart', () => {
    expect(sendEncodings('AV1', 'L3T3')).toEqual([{ maxBitrate: 2_500_000, scalabilityMode: 'L3T3' }]);
    expect(sendEncodings('VP9', 'simulcast')).toMatchObject([{ scalabilityMode: 'L1T3' }, { rid: 'h' }, { rid: 'f' }]);
  });

  it('sends spatial layers in VP9 and AV1 only', () => {
    expect((['VP8', 'H264', 'VP9', 'AV1'] as const).map((codec) => isLayerable(codec, 'L3T3_KEY'))).toEqual([false, false, true, true]);
    expect(isLayerable('VP8', 'L1T3')).toBe(true);
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
