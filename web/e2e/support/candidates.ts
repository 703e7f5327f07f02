/** The UDP port that an answer's first host candidate names. */
export function mediaPort(answer: string): number {
  const candidate = /^a=candidate:\S+ 1 udp \d+ \S+ (\d+) typ host/im.exec(answer);
  if (candidate === null) {
    throw new Error(`the answer has no UDP host candidate:\n${answer}`);
  }
  return Number(candidate[1]);
}

/** The answer with one candidate a section, on loopback at `port`: no way past it is left. */
export function atPort(answer: string, port: number): string {
  const candidate = `a=candidate:1 1 udp 2130706431 127.0.0.1 ${port} typ host`;
  return answer
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('a=candidate:'))
    .flatMap((line) => (line.startsWith('a=mid:') ? [line, candidate] : [line]))
    .map((line) => `${line}\r\n`)
    .join('');
}
