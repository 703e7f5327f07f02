import type { Http } from './Http';

export type DemoRole = 'host' | 'audience';

export interface TokenRequest {
  readonly room: string;
  readonly user: string;
  readonly role: DemoRole;
  /** A meeting without it. */
  readonly mode?: 'live';
}

/** Asks the server for a room token, which it gives in dev mode and, with `--lan`, to whoever has the printed code. */
export class DemoTokens {
  constructor(
    private readonly http: Http,
    private readonly origin: string,
    private readonly code: string | undefined,
  ) {}

  async token(request: TokenRequest): Promise<string> {
    const code = this.code === undefined ? {} : { code: this.code };
    const response = await this.http.sendJson(`${this.origin}/demo/tokens`, { ...request, ...code });
    return ((await response.json()) as { token: string }).token;
  }
}
