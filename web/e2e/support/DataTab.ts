import type { Browser } from 'playwright-core';
import type * as LiveKit from 'livekit-client';
import { type Door, LiveKitTab } from './LiveKitTab';
import { devToken } from './tokens';

/** One packet as a tab was given it. */
export interface Packet {
  /** Empty when its sender is not known. */
  readonly from: string;
  readonly topic: string;
  readonly text: string;
}

interface Globals {
  LivekitClient: typeof LiveKit;
  room: LiveKit.Room;
  packets: Packet[];
  texts: Packet[];
  files: { from: string; name: string; bytes: number; hash: string }[];
}

/** What a tab sends and is sent on data channels. */
export class DataTab {
  private constructor(readonly tab: LiveKitTab) {}

  /** @param relayFor tells by which port it reaches the server's instead */
  static async join(
    browser: Browser, serverUrl: string, room: string, user: string, door: Door, grants: Record<string, unknown> = {},
    relayFor?: (serverPort: number) => Promise<number>,
  ): Promise<DataTab> {
    const tab = await LiveKitTab.open(browser, serverUrl);
    if (relayFor !== undefined) {
      await tab.mediaBy(relayFor);
    }
    await tab.connect(serverUrl, devToken(user, { roomJoin: true, room, ...grants }), door);
    await tab.page.evaluate(() => {
      const scope = globalThis as unknown as Globals;
      scope.packets = [];
      scope.texts = [];
      scope.files = [];
      scope.room.on('dataReceived', (payload, participant, _, topic) =>
        scope.packets.push({ from: participant?.identity ?? '', topic: topic ?? '', text: new TextDecoder().decode(payload) }));
      scope.room.registerTextStreamHandler('text', (reader, { identity }) =>
        void reader.readAll().then((text) => scope.texts.push({ from: identity, topic: 'text', text })));
      scope.room.registerByteStreamHandler('file', (reader, { identity }) => void (async () => {
        const bytes = new Uint8Array(await new Blob((await reader.readAll()) as BlobPart[]).arrayBuffer());
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
        scope.files.push({ from: identity, name: reader.info.name, bytes: bytes.length, hash: [...digest].join() });
      })());
    });
    return new DataTab(tab);
  }

  async send(text: string, options: { reliable?: boolean; topic?: string; destinationIdentities?: string[] } = { reliable: true }): Promise<void> {
    await this.tab.page.evaluate(async ({ text, options }) =>
      (globalThis as unknown as Globals).room.localParticipant.publishData(new TextEncoder().encode(text), options), { text, options });
  }

  async packets(): Promise<Packet[]> {
    return this.tab.page.evaluate(() => (globalThis as unknown as Globals).packets);
  }

  async sendText(text: string, destinationIdentities?: string[]): Promise<void> {
    await this.tab.page.evaluate(async ({ text, to }) => {
      await (globalThis as unknown as Globals).room.localParticipant.sendText(text, { topic: 'text', ...(to && { destinationIdentities: to }) });
    }, { text, to: destinationIdentities });
  }

  /** Opens a text stream on a topic of one's choice. */
  async openStream(topic: string, text: string): Promise<void> {
    await this.tab.page.evaluate(async ({ topic, text }) => {
      await (globalThis as unknown as Globals).room.localParticipant.sendText(text, { topic });
    }, { topic, text });
  }

  async texts(): Promise<Packet[]> {
    return this.tab.page.evaluate(() => (globalThis as unknown as Globals).texts);
  }

  /** Sends a file of random bytes; returns its hash. */
  async sendFile(bytes: number): Promise<string> {
    return this.tab.page.evaluate(async (length) => {
      const content = new Uint8Array(length);
      for (let at = 0; at < length; at += 65_536) {
        crypto.getRandomValues(content.subarray(at, Math.min(length, at + 65_536)));
      }
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
      await (globalThis as unknown as Globals).room.localParticipant.sendFile(new File([content], 'random.bin'), { topic: 'file' });
      return [...digest].join();
    }, bytes);
  }

  async files(): Promise<{ from: string; name: string; bytes: number; hash: string }[]> {
    return this.tab.page.evaluate(() => (globalThis as unknown as Globals).files);
  }

  /** Answers calls of this method: with what it was given, or not at all. */
  async answer(method: string, how: 'echo' | 'error' | 'never'): Promise<void> {
    await this.tab.page.evaluate(({ method, how }) => {
      const { room, LivekitClient } = globalThis as unknown as Globals;
      room.registerRpcMethod(method, async ({ payload, callerIdentity }) => {
        if (how === 'error') {
          throw new LivekitClient.RpcError(1234, 'not today', payload);
        }
        return how === 'echo' ? `${callerIdentity}: ${payload}` : new Promise<string>(() => undefined);
      });
    }, { method, how });
  }

  /** Calls a method; an error is its code and message. */
  async call(destinationIdentity: string, method: string, payload: string, responseTimeout = 5000): Promise<string> {
    return this.tab.page.evaluate(async (given) => {
      try {
        return await (globalThis as unknown as Globals).room.localParticipant.performRpc(given);
      } catch (error) {
        const { code, message } = error as { code: number; message: string };
        return `error ${code} ${message}`;
      }
    }, { destinationIdentity, method, payload, responseTimeout });
  }

  async close(): Promise<void> {
    await this.tab.close();
  }
}
