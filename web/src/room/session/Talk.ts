import type { ByteStreamReader, Room, TextStreamReader } from 'livekit-client';
import { type FileContent, type Line, LINES_MAX } from './talkState';

/** Where LiveKit's own components talk, so that whoever uses them is understood here and understands. */
export const CHAT_TOPIC = 'lk.chat';
/** A file is held in memory on both sides; what comes larger is not read. */
export const FILE_BYTES_MAX = 100 * 1024 * 1024;
/** All files that were received and can still be saved; what comes when so much is held is not read. */
export const HELD_BYTES_MAX = 4 * FILE_BYTES_MAX;
/** A longer text is cut: the page draws it all. */
export const TEXT_CHARS_MAX = 8_000;
/** A bar that moves more often is not read better. */
const PROGRESS_STEP = 0.01;

export interface TalkListener {
  onLines(): void;
  /** Somebody else said something. */
  onSaid(line: Line): void;
  nameOf(identity: string): string;
  nowMs(): number;
}

/** What is said in a room and which files go round, by livekit-client's text and byte streams; the oldest lines are forgotten. */
export class Talk {
  private said: readonly Line[] = [];
  private heldBytes = 0;
  private count = 0;
  private over = false;

  constructor(
    private readonly room: Room,
    private readonly listener: TalkListener,
  ) {
    room.registerTextStreamHandler(CHAT_TOPIC, (reader, { identity }) => void this.onText(reader, identity));
    room.registerByteStreamHandler(CHAT_TOPIC, (reader, { identity }) => void this.onFile(reader, identity));
  }

  get lines(): readonly Line[] {
    return this.said;
  }

  /** Tells everybody; what does not go out is marked so. */
  async say(text: string): Promise<void> {
    const line = this.own({ kind: 'text', text, failed: false });
    try {
      await this.room.localParticipant.sendText(text, { topic: CHAT_TOPIC });
    } catch {
      this.replace(line.id, { kind: 'text', text, failed: true });
    }
  }

  async sendFile(file: File): Promise<void> {
    const content: FileContent = { kind: 'file', name: file.name, bytes: file.size, progress: 0, state: 'sending', url: undefined };
    const line = this.own(file.size > FILE_BYTES_MAX ? { ...content, state: 'too-large' } : content);
    if (file.size > FILE_BYTES_MAX) {
      return;
    }
    try {
      await this.room.localParticipant.sendFile(file, {
        topic: CHAT_TOPIC, mimeType: file.type, onProgress: (progress) => this.onProgress(line.id, progress),
      });
      this.change(line.id, { progress: 1, state: 'there' });
    } catch {
      this.change(line.id, { state: 'failed' });
    }
  }

  end(): void {
    this.over = true;
    for (const { content } of this.said) {
      release(content);
    }
    this.said = [];
  }

  private async onText(reader: TextStreamReader, identity: string): Promise<void> {
    try {
      const text = await reader.readAll();
      this.other(identity, { kind: 'text', text: text.slice(0, TEXT_CHARS_MAX), failed: false });
    } catch {
      // Its sender left in the midst of it: there is nothing whole to show.
    }
  }

  private async onFile(reader: ByteStreamReader, identity: string): Promise<void> {
    const { name, size } = reader.info;
    const bytes = size ?? 0;
    const fits = bytes <= FILE_BYTES_MAX && this.heldBytes + bytes <= HELD_BYTES_MAX;
    const line = this.other(identity, {
      kind: 'file', name: name || 'file', bytes, progress: 0, state: fits ? 'arriving' : 'too-large', url: undefined,
    });
    if (!fits) {
      return;
    }
    this.heldBytes += bytes;
    try {
      const url = await this.read(reader, line.id, bytes);
      this.change(line.id, { progress: 1, state: 'there', url });
    } catch {
      this.heldBytes -= bytes;
      this.change(line.id, { state: 'failed' });
    }
  }

  /** A sender that announces less than it sends is not read on. */
  private async read(reader: ByteStreamReader, id: string, announced: number): Promise<string> {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let read = 0;
    for await (const chunk of reader) {
      chunks.push(chunk as Uint8Array<ArrayBuffer>);
      read += chunk.length;
      if (read > announced || this.over) {
        throw new RangeError('more than announced');
      }
      this.onProgress(id, read / announced);
    }
    // Whatever its sender calls it, it is to be saved and never to be opened as a page of this origin.
    return URL.createObjectURL(new Blob(chunks, { type: 'application/octet-stream' }));
  }

  private onProgress(id: string, progress: number): void {
    const content = this.said.find((line) => line.id === id)?.content;
    if (content?.kind === 'file' && progress - content.progress >= PROGRESS_STEP) {
      this.change(id, { progress });
    }
  }

  private own(content: Line['content']): Line {
    return this.add(this.room.localParticipant.identity, true, content);
  }

  private other(identity: string, content: Line['content']): Line {
    const line = this.add(identity, false, content);
    this.listener.onSaid(line);
    return line;
  }

  private add(identity: string, isLocal: boolean, content: Line['content']): Line {
    const line: Line = {
      id: String(++this.count), identity, name: this.listener.nameOf(identity), isLocal, atMs: this.listener.nowMs(), content,
    };
    this.said = [...this.said, line];
    for (const { content: forgotten } of this.said.slice(0, -LINES_MAX)) {
      this.heldBytes -= forgotten.kind === 'file' && forgotten.url !== undefined ? forgotten.bytes : 0;
      release(forgotten);
    }
    this.said = this.said.slice(-LINES_MAX);
    this.listener.onLines();
    return line;
  }

  private change(id: string, part: Partial<FileContent>): void {
    const content = this.said.find((line) => line.id === id)?.content;
    if (content?.kind === 'file') {
      this.replace(id, { ...content, ...part });
    } else {
      release({ kind: 'file', url: part.url });
    }
  }

  private replace(id: string, content: Line['content']): void {
    this.said = this.said.map((line) => (line.id === id ? { ...line, content } : line));
    this.listener.onLines();
  }
}

function release(content: { readonly kind: string; readonly url?: string | undefined }): void {
  if (content.url !== undefined) {
    URL.revokeObjectURL(content.url);
  }
}
