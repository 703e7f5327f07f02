import type { Page } from 'playwright-core';

interface Globals {
  lines: { sockets: number; peers: number };
}

/** Counts the ways to the server that a page opens: one that reconnects opens another. */
export async function countLines(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const scope = globalThis as unknown as Globals & Pick<typeof globalThis, 'RTCPeerConnection' | 'WebSocket'>;
    scope.lines = { sockets: 0, peers: 0 };
    scope.WebSocket = class extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        scope.lines.sockets++;
      }
    };
    scope.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        scope.lines.peers++;
      }
    };
  });
}

export async function lines(page: Page): Promise<{ sockets: number; peers: number }> {
  return page.evaluate(() => ({ ...(globalThis as unknown as Globals).lines }));
}
