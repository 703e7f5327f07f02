/** The fragment (RFC 8840) that asks for an ICE restart with the credentials of a new offer. */
export function restartRequest(offer: string): string {
  const lines = linesOf(offer);
  const first = lines.findIndex((line) => line.startsWith('m='));
  const section = lines.slice(first);
  const wanted = [
    lines.find((line) => line.startsWith('a=group:BUNDLE')),
    section[0],
    section.find((line) => line.startsWith('a=mid:')),
    lines.find((line) => line.startsWith('a=ice-ufrag:')),
    lines.find((line) => line.startsWith('a=ice-pwd:')),
  ];
  return joined(wanted.filter((line) => line !== undefined));
}

/** An answer with the server's new credentials and candidates in place of the old ones. */
export function withRenewedIce(answer: string, fragment: string): string {
  const renewed = linesOf(fragment);
  const credentials = renewed.filter((line) => /^a=ice-(ufrag|pwd):/.test(line));
  const candidates = renewed.filter((line) => /^a=(candidate:|end-of-candidates)/.test(line));
  let placed = false;
  const lines = linesOf(answer).flatMap((line) => {
    if (/^a=(ice-pwd:|candidate:|end-of-candidates)/.test(line)) {
      return [];
    }
    if (!line.startsWith('a=ice-ufrag:')) {
      return [line];
    }
    const here = placed ? credentials : [...credentials, ...candidates];
    placed = true;
    return here;
  });
  return joined(lines.map((line) => (line.startsWith('o=') ? withNextVersion(line) : line)));
}

/** RFC 8866 section 5.2: the third field of the origin grows with every change. */
function withNextVersion(origin: string): string {
  const fields = origin.split(' ');
  fields[2] = String(Number(fields[2]) + 1);
  return fields.join(' ');
}

function linesOf(sdp: string): string[] {
  return sdp.split(/\r?\n/).filter((line) => line !== '');
}

function joined(lines: readonly string[]): string {
  return lines.map((line) => `${line}\r\n`).join('');
}
