import type { ByteStreamReader, Room, TextStreamReader } from 'livekit-client';
import { describe, expect, it, vi } from 'vitest';
import { CHAT_TOPIC, FILE_BYTES_MAX, HELD_BYTES_MAX, Talk } from '../session/Talk';
import { isReaction } from '../session/reactionSigns';
import { type Line, LINES_MAX } from '../session/talkState';
import { standTogether } from './line';
import { pieces, sizeText } from './words';

type TextHandler = (reader: TextStreamReader, from: { identity: string }) => void;
type FileHandler = (reader: ByteStreamReader, from: { identity: string }) => void;

/** A room as far as a talk knows it. */
function room(sendText: () => Promise<void> = async () => undefined, sendFile = sendText) {
  const handlers: { text?: TextHandler; file?: FileHandler } = {};
  const fake = {
    registerTextStreamHandler: (topic: string, handler: TextHandler) => (handlers.text = topic === CHAT_TOPIC ? handler : undefined!),
    registerByteStreamHandler: (topic: string, handler: FileHandler) => (handlers.file = topic === CHAT_TOPIC ? handler : undefined!),
    localParticipant: { identity: 'me', sendText, sendFile },
  };
  const said: Line[] = [];
  const talk = new Talk(fake as unknown as Room, {
    onLines: () => undefined, onSaid: (line) => said.push(line), nameOf: (identity) => identity.toUpperCase(), nowMs: () => 1000,
  });
  return { talk, said, handlers };
}

function text(words: string): TextStreamReader {
  return { readAll: async () => words } as TextStreamReader;
}

function file(name: string, size: number, chunks: readonly number[]): ByteStreamReader {
  return {
    info: { name, size },
    async *[Symbol.asyncIterator]() {
      yield* chunks.map((length) => new Uint8Array(length));
    },
  } as unknown as ByteStreamReader;
}

async function settled(talk: Talk): Promise<readonly Line[]> {
  await vi.waitFor(() => expect(talk.lines.some(({ content }) => content.kind === 'file' && content.state === 'arriving')).toBe(false));
  return talk.lines;
}

describe('a talk', () => {
  it('has what is said by whom, oneself at once', async () => {
    const { talk, said, handlers } = room();
    handlers.text!(text('hello'), { identity: 'ann' });
    await talk.say('hi');
    expect(talk.lines.map(({ name, isLocal, content }) => [name, isLocal, content.kind === 'text' && content.text]))
      .toEqual([['ME', true, 'hi'], ['ANN', false, 'hello']]);
    expect(said).toHaveLength(1);
  });

  it('marks what does not go out', async () => {
    const { talk } = room(async () => Promise.reject(new Error('gone')));
    await talk.say('hi');
    await talk.sendFile(new File(['x'], 'x.txt'));
    expect(talk.lines.map(({ content }) => content.kind === 'text' ? content.failed : content.state)).toEqual([true, 'failed']);
  });

  it('keeps the newest lines', async () => {
    const { talk } = room();
    for (let i = 0; i < LINES_MAX + 3; i++) {
      await talk.say(String(i));
    }
    expect(talk.lines).toHaveLength(LINES_MAX);
    expect(talk.lines[0]?.content).toMatchObject({ text: '3' });
  });

  it('takes files whole or not at all', async () => {
    const { talk, handlers } = room();
    handlers.file!(file('whole', 30, [10, 20]), { identity: 'ann' });
    handlers.file!(file('more than announced', 30, [10, 21]), { identity: 'ann' });
    handlers.file!(file('too large', FILE_BYTES_MAX + 1, []), { identity: 'ann' });
    const lines = await settled(talk);
    expect(lines.map(({ content }) => content.kind === 'file' && [content.name, content.state, content.url !== undefined])).toEqual([
      ['whole', 'there', true], ['more than announced', 'failed', false], ['too large', 'too-large', false],
    ]);
  });

  it('holds no more files than it may', async () => {
    const { talk, handlers } = room();
    for (let i = 0; i <= HELD_BYTES_MAX / FILE_BYTES_MAX; i++) {
      handlers.file!(file(String(i), FILE_BYTES_MAX, [1]), { identity: 'ann' });
    }
    const lines = await settled(talk);
    expect(lines.map(({ content }) => content.kind === 'file' && content.state)).toEqual(['there', 'there', 'there', 'there', 'too-large']);
  });

  it('does not send what is too large', async () => {
    const { talk } = room();
    await talk.sendFile({ name: 'big', size: FILE_BYTES_MAX + 1, type: '' } as File);
    expect(talk.lines[0]?.content).toMatchObject({ state: 'too-large' });
  });
});

describe('words', () => {
  it.each([[0, '0 bytes'], [999, '999 bytes'], [1000, '1.0 kB'], [12_345, '12 kB'], [3_400_000, '3.4 MB'], [5e12, '5000 GB']])(
    'say %d bytes as %s', (bytes, said) => expect(sizeText(bytes)).toBe(said));

  it('find addresses, without the full stop behind them', () => {
    expect(pieces('see https://a.example/b?c=d. (or http://x.y)')).toEqual([
      { text: 'see ', isLink: false }, { text: 'https://a.example/b?c=d', isLink: true }, { text: '. (or ', isLink: false },
      { text: 'http://x.y', isLink: true }, { text: ')', isLink: false },
    ]);
    expect(pieces('javascript:alert(1)')).toEqual([{ text: 'javascript:alert(1)', isLink: false }]);
  });

  it('of one person stand together for a while', () => {
    const line = (identity: string, atMs: number): Line => ({
      id: '', identity, name: '', isLocal: false, atMs, content: { kind: 'text', text: '', failed: false },
    });
    expect(standTogether(undefined, line('a', 0))).toBe(false);
    expect(standTogether(line('a', 0), line('a', 60_000))).toBe(true);
    expect(standTogether(line('a', 0), line('b', 0))).toBe(false);
    expect(standTogether(line('a', 0), line('a', 600_000))).toBe(false);
  });

  it('that are no sign fly over no picture', () => {
    expect([isReaction('👍'), isReaction('toString'), isReaction('<b>')]).toEqual([true, false, false]);
  });
});
