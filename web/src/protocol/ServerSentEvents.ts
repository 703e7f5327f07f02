/** One event of a stream (HTML, section 9.2). */
export interface ServerSentEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** More than this without an end of line is no stream of ours. */
const LINE_MAX = 1_000_000;

/** Reads a stream of server-sent events from pieces of text, however they are cut. Comments are passed to `onComment`. */
export class ServerSentEvents {
  private rest = '';
  private id = '';
  private event = '';
  private data: string[] = [];

  constructor(
    private readonly onEvent: (event: ServerSentEvent) => void,
    private readonly onComment: (text: string) => void = () => undefined,
  ) {}

  push(text: string): void {
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? '';
    if (this.rest.length > LINE_MAX) {
      throw new Error('a line without an end');
    }
    lines.forEach((line) => this.line(line));
  }

  private line(line: string): void {
    if (line === '') {
      this.dispatch();
      return;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === '') {
      this.onComment(value.trim());
    } else if (field === 'id') {
      this.id = value;
    } else if (field === 'event') {
      this.event = value;
    } else if (field === 'data') {
      this.data.push(value);
    }
  }

  private dispatch(): void {
    const { id, event, data } = this;
    this.event = '';
    this.data = [];
    if (data.length > 0) {
      this.onEvent({ id, event: event || 'message', data: data.join('\n') });
    }
  }
}

/** Reads a response to its end, or until it is aborted. */
export async function readEvents(response: Response, events: ServerSentEvents): Promise<void> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    events.push(value);
  }
}
