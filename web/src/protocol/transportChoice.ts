/** How media may travel: as the browser and the server agree, or by TCP alone, as where UDP is blocked. */
export type TransportChoice = 'any' | 'tcp';

/** The answer without the candidates that the choice rules out: the browser then tries no others. */
export function withTransport(answer: string, choice: TransportChoice): string {
  return choice === 'any' ? answer : answer.replace(/^a=candidate:\S+ \d+ udp .*\r?\n/gim, '');
}
