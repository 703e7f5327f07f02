import { describe, expect, it } from 'vitest';
import { restartRequest, withRenewedIce } from './iceRestart';

const OFFER = [
  'v=0', 'o=- 1 3 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE 0 1',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'c=IN IP4 0.0.0.0', 'a=ice-ufrag:anew', 'a=ice-pwd:secret1', 'a=mid:0', 'a=sendonly',
  'm=video 9 UDP/TLS/RTP/SAVPF 96', 'a=ice-ufrag:anew', 'a=ice-pwd:secret1', 'a=mid:1', '',
].join('\r\n');

const ANSWER = [
  'v=0', 'o=- 7 1 IN IP4 127.0.0.1', 's=-', 'a=ice-lite',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=mid:0', 'a=ice-ufrag:old', 'a=ice-pwd:oldsecret', 'a=setup:passive',
  'a=candidate:1 1 udp 5 10.0.0.1 7882 typ host', 'a=end-of-candidates', 'a=recvonly',
  'm=video 9 UDP/TLS/RTP/SAVPF 96', 'a=mid:1', 'a=ice-ufrag:old', 'a=ice-pwd:oldsecret', 'a=recvonly', '',
].join('\r\n');

describe('restartRequest', () => {
  it('names the group, the first section and the credentials', () => {
    expect(restartRequest(OFFER)).toBe([
      'a=group:BUNDLE 0 1', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=mid:0', 'a=ice-ufrag:anew', 'a=ice-pwd:secret1', '',
    ].join('\r\n'));
  });
});

describe('withRenewedIce', () => {
  it('changes credentials everywhere, candidates once, and the version', () => {
    const fragment = 'a=ice-lite\nm=audio 9 X 0\na=mid:0\na=ice-ufrag:new\na=ice-pwd:newsecret\n'
      + 'a=candidate:1 1 udp 5 10.0.0.2 7884 typ host\na=end-of-candidates\n';
    expect(withRenewedIce(ANSWER, fragment).split('\r\n')).toEqual([
      'v=0', 'o=- 7 2 IN IP4 127.0.0.1', 's=-', 'a=ice-lite',
      'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=mid:0', 'a=ice-ufrag:new', 'a=ice-pwd:newsecret',
      'a=candidate:1 1 udp 5 10.0.0.2 7884 typ host', 'a=end-of-candidates', 'a=setup:passive', 'a=recvonly',
      'm=video 9 UDP/TLS/RTP/SAVPF 96', 'a=mid:1', 'a=ice-ufrag:new', 'a=ice-pwd:newsecret', 'a=recvonly', '',
    ]);
  });
});
